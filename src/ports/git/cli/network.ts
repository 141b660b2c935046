import path from 'node:path';
import { type CappedRun, runCapped } from '#lib/run-capped.ts';
import { shellQuote } from '#lib/shell-quote.ts';
import type { Access, RemoteFailure } from '../remote.ts';
import type { RemoteUrl } from '../remote-url.ts';
import { keyFile } from './ssh-keys.ts';

/** One call of git that talks with another machine. */
interface NetworkCall {
  readonly gitDirectory: string;
  readonly keysDirectory: string;
  /** Absent: git sees no working tree. */
  readonly workTree?: string;
  readonly remote: RemoteUrl;
  readonly access: Access;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

const CAP_BYTES = 256 * 1024;

/** Where certificates lie and how the outside is reached: of the operator, not of anybody's project. */
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

/**
 * Asks the environment, so that the token stands in no argument, no address and no file. Git asks
 * it for the host that was named, and for none that this one sends us to.
 */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$CODEFOUNDRY_GIT_USER" "$CODEFOUNDRY_GIT_TOKEN"; }; f';

/** Runs git so that it speaks the one protocol that was named, asks nobody, and runs nothing else. */
export async function runNetwork(args: readonly string[], call: NetworkCall): Promise<CappedRun> {
  const { gitDirectory, remote, access } = call;
  const key =
    remote.scheme === 'ssh' ? await keyFile(call.keysDirectory, access.sshKey) : undefined;
  const configured = settings(remote, access).flatMap((setting) => ['-c', setting]);
  const places = [
    `--git-dir=${gitDirectory}`,
    ...(call.workTree === undefined ? ['--bare'] : [`--work-tree=${call.workTree}`]),
  ];
  try {
    return await runCapped(['git', ...places, ...configured, ...args], {
      directory: gitDirectory,
      environment: environment(call, key?.file),
      timeoutMs: call.timeoutMs,
      capBytes: CAP_BYTES,
      signal: call.signal,
      ...(call.onOutput && { onOutput: call.onOutput }),
    });
  } finally {
    await key?.remove();
  }
}

function settings({ scheme, host }: RemoteUrl, { token }: Access): readonly string[] {
  const own = [
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'core.fsmonitor=false',
    'credential.helper=',
    'fetch.recurseSubmodules=false',
    'submodule.recurse=false',
    'push.recurseSubmodules=no',
    // One pack, however small: its size can be watched.
    'fetch.unpackLimit=1',
    'gc.auto=0',
    'maintenance.auto=false',
    'transfer.bundleURI=false',
    // Fewer than a thousand bytes a second for a minute: nobody is there any more.
    'http.lowSpeedLimit=1000',
    'http.lowSpeedTime=60',
  ];
  const isWeb = scheme === 'https' || scheme === 'http';
  return isWeb && token !== undefined
    ? [...own, `credential.${scheme}://${host}.helper=${HELPER}`]
    : own;
}

function environment(
  { gitDirectory, remote, access }: NetworkCall,
  key: string | undefined,
): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_ALLOW_PROTOCOL: remote.scheme,
    GIT_SSH_VARIANT: 'ssh',
    GIT_SSH_COMMAND: sshCommand(path.dirname(gitDirectory), key),
    ...credentials(remote, access),
  };
}

/** Servers take a token for any name, or for one of these; a name of one's own may stand before it. */
function credentials({ scheme }: RemoteUrl, { token }: Access): Record<string, string> {
  if (token === undefined || (scheme !== 'https' && scheme !== 'http')) return {};
  const [, user = 'x-access-token', secret = token] = /^([^:\s]+):(.+)$/su.exec(token) ?? [];
  return { CODEFOUNDRY_GIT_USER: user, CODEFOUNDRY_GIT_TOKEN: secret };
}

/** Only the key that was given: the keys of whoever runs the bot are not for people in a chat. */
function sshCommand(directory: string, key: string | undefined): string {
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    `IdentityFile=${key ?? '/dev/null'}`,
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${path.join(directory, 'known_hosts')}`,
    'ConnectTimeout=20',
    'ProxyCommand=none',
    'PermitLocalCommand=no',
  ];
  return [
    'ssh',
    '-F',
    '/dev/null',
    ...options.flatMap((option) => ['-o', shellQuote(option)]),
  ].join(' ');
}

const AUTH =
  /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied|access denied|not authorized|HTTP Basic|Host key verification failed/iu;
const NOT_FOUND =
  /repository .*not found|returned error: 404|does not appear to be a git repository|not found$/imu;
const UNREACHABLE =
  /Could not resolve|Failed to connect|Connection (?:refused|timed out|reset|closed)|Operation timed out|No route to host|Network is unreachable|Operation too slow|early EOF|unexpected disconnect|returned error: 5\d\d|SSL|certificate|transport '.*' not allowed/iu;

/** Why git could not talk with the other side; `undefined`: it could. */
export function failureOf(ran: CappedRun, signal: AbortSignal): RemoteFailure | undefined {
  if (ran.exitCode === 0) return undefined;
  if (ran.timedOut) return { kind: 'timed-out' };
  if (signal.aborted) return { kind: 'stopped' };
  const detail = lastLines(ran.output);
  if (AUTH.test(ran.output)) return { kind: 'auth', detail };
  if (NOT_FOUND.test(ran.output)) return { kind: 'not-found', detail };
  if (UNREACHABLE.test(ran.output)) return { kind: 'unreachable', detail };
  return { kind: 'failed', detail };
}

/** What git said at the end, without its counting. */
export function lastLines(output: string): string {
  return output
    .split(/[\r\n]/u)
    .filter((line) => line.trim() !== '' && !/\d+% \(\d+\/\d+\)/u.test(line))
    .slice(-8)
    .join('\n')
    .slice(-1_000);
}
