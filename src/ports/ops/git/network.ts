import { Fault } from '#kernel/fault.ts';
import { type CappedRun, runCapped } from '#lib/run-capped.ts';
import { shellQuote } from '#lib/shell-quote.ts';
import { type RemoteUrl, toRemoteUrl } from '#ports/git/remote-url.ts';

/** A repository elsewhere that is kept the same. */
export interface OpsRemote {
  /** `https://`, `ssh://` or `git@host:path`; `file://` for a disk that others see. No password in it. */
  readonly url: string;
  /** For `https`. */
  readonly token?: string;
  /** For `ssh`: a private key without passphrase, absolute. */
  readonly sshKeyFile?: string;
}

const TIMEOUT_MS = 2 * 60_000;
const CAP_BYTES = 64 * 1024;
/** Where certificates lie and how the outside is reached. */
const PASSED_ON = [
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
];
/** Asks the environment, so that the token stands in no argument and no file. */
const HELPER =
  '!f() { test "$1" = get && printf "username=x-access-token\\npassword=%s\\n" "$CODEFOUNDRY_OPS_TOKEN"; }; f';

/** Runs git in `directory` so that it talks with the remote alone, and asks nobody. */
export function opsNetwork(
  directory: string,
  { url, token, sshKeyFile }: OpsRemote,
): {
  readonly url: string;
  readonly run: (args: readonly string[], signal: AbortSignal) => Promise<CappedRun>;
} {
  const read = toRemoteUrl(url, ['https', 'ssh', 'http', 'file']);
  if (read.kind === 'bad') {
    throw new Fault('config-invalid', `the remote of the ops repository: ${read.why} address`);
  }
  const { remote } = read;
  const settings = settingsOf(remote, token).flatMap((setting) => ['-c', setting]);
  const environment = environmentOf(directory, remote, { token, sshKeyFile });
  return {
    url: remote.url,
    run: (args, signal) =>
      runCapped(['git', `--git-dir=${directory}`, '--bare', ...settings, ...args], {
        directory,
        environment,
        timeoutMs: TIMEOUT_MS,
        capBytes: CAP_BYTES,
        signal,
      }),
  };
}

function settingsOf({ scheme, host }: RemoteUrl, token: string | undefined): readonly string[] {
  return [
    'core.hooksPath=/dev/null',
    'credential.helper=',
    'fetch.recurseSubmodules=false',
    'push.recurseSubmodules=no',
    'gc.auto=0',
    'maintenance.auto=false',
    'transfer.bundleURI=false',
    'http.lowSpeedLimit=1000',
    'http.lowSpeedTime=30',
    ...(token !== undefined && (scheme === 'https' || scheme === 'http')
      ? [`credential.${scheme}://${host}.helper=${HELPER}`]
      : []),
  ];
}

function environmentOf(
  directory: string,
  remote: RemoteUrl,
  {
    token,
    sshKeyFile,
  }: { readonly token: string | undefined; readonly sshKeyFile: string | undefined },
): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const ssh = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    `IdentityFile=${sshKeyFile ?? '/dev/null'}`,
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${directory}/known_hosts`,
    'ConnectTimeout=20',
    'ProxyCommand=none',
    'PermitLocalCommand=no',
  ];
  const options = ssh.flatMap((option) => ['-o', shellQuote(option)]);
  return {
    ...Object.fromEntries(passed),
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: remote.scheme,
    GIT_SSH_VARIANT: 'ssh',
    GIT_SSH_COMMAND: ['ssh', '-F', '/dev/null', ...options].join(' '),
    ...(token !== undefined && { CODEFOUNDRY_OPS_TOKEN: token }),
  };
}
