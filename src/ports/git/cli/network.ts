import path from 'node:path';
import { gitNetwork } from '#lib/git/network.ts';
import { type CappedRun, runCapped } from '#lib/run-capped.ts';
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
/** One pack, however small: its size can be watched. */
const ONE_PACK = ['-c', 'fetch.unpackLimit=1'];

/** Runs git so that it speaks the one protocol that was named, asks nobody, and runs nothing else. */
export async function runNetwork(args: readonly string[], call: NetworkCall): Promise<CappedRun> {
  const { gitDirectory, remote, access } = call;
  const key =
    remote.scheme === 'ssh' ? await keyFile(call.keysDirectory, access.sshKey) : undefined;
  const { settings, environment } = gitNetwork({
    ...remote,
    token: access.token,
    keyFile: key?.file,
    knownHostsFile: path.join(path.dirname(gitDirectory), 'known_hosts'),
  });
  const places = [
    `--git-dir=${gitDirectory}`,
    ...(call.workTree === undefined ? ['--bare'] : [`--work-tree=${call.workTree}`]),
  ];
  try {
    return await runCapped(['git', ...places, ...settings, ...ONE_PACK, ...args], {
      directory: gitDirectory,
      environment,
      timeoutMs: call.timeoutMs,
      capBytes: CAP_BYTES,
      signal: call.signal,
      ...(call.onOutput && { onOutput: call.onOutput }),
    });
  } finally {
    await key?.remove();
  }
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
