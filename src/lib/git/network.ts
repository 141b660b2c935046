import { shellQuote } from '#lib/shell-quote.ts';
import { gitEnvironment } from './environment.ts';

/** The other side, and what opens its door. */
interface GitRemote {
  /** The one protocol that is spoken: `https`, `ssh`, … */
  readonly scheme: string;
  readonly host: string;
  /** For the web; a name may stand before it: `name:token`. */
  readonly token?: string | undefined;
  /** For ssh: a private key without passphrase, absolute. */
  readonly keyFile?: string | undefined;
  /** Absolute; keys of servers that were met before. */
  readonly knownHostsFile: string;
}

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

/**
 * With what git speaks with one other side, by one protocol, asks nobody, and runs nothing else:
 * words before the command, and the whole environment.
 */
export function gitNetwork(remote: GitRemote): {
  readonly settings: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  const { scheme, host, token } = remote;
  const isWeb = scheme === 'https' || scheme === 'http';
  const settings = [
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'core.fsmonitor=false',
    'credential.helper=',
    'fetch.recurseSubmodules=false',
    'submodule.recurse=false',
    'push.recurseSubmodules=no',
    'gc.auto=0',
    'maintenance.auto=false',
    'transfer.bundleURI=false',
    // Fewer than a thousand bytes a second for a minute: nobody is there any more.
    'http.lowSpeedLimit=1000',
    'http.lowSpeedTime=60',
    ...(isWeb && token !== undefined ? [`credential.${scheme}://${host}.helper=${HELPER}`] : []),
  ];
  return {
    settings: settings.flatMap((setting) => ['-c', setting]),
    environment: {
      ...passedOn(),
      ...gitEnvironment(),
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_ALLOW_PROTOCOL: scheme,
      GIT_SSH_VARIANT: 'ssh',
      GIT_SSH_COMMAND: sshCommand(remote),
      ...(isWeb && token !== undefined ? credentials(token) : {}),
    },
  };
}

function passedOn(): Record<string, string> {
  const found = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

/** Servers take a token for any name, or for one of these; a name of one's own may stand before it. */
function credentials(token: string): Record<string, string> {
  const [, user = 'x-access-token', secret = token] = /^([^:\s]+):(.+)$/su.exec(token) ?? [];
  return { CODEFOUNDRY_GIT_USER: user, CODEFOUNDRY_GIT_TOKEN: secret };
}

/** Only the key that was given: the keys of whoever runs the bot are not for people in a chat. */
function sshCommand({ keyFile, knownHostsFile }: GitRemote): string {
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    `IdentityFile=${keyFile ?? '/dev/null'}`,
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${knownHostsFile}`,
    'ConnectTimeout=20',
    'ProxyCommand=none',
    'PermitLocalCommand=no',
  ];
  const words = options.flatMap((option) => ['-o', shellQuote(option)]);
  return ['ssh', '-F', '/dev/null', ...words].join(' ');
}
