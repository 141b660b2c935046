import type { Access, PushOutcome, RemoteStanding } from '../remote.ts';
import type { RemoteUrl } from '../remote-url.ts';
import { failureOf, lastLines, runNetwork } from './network.ts';
import type { Workshop } from './workshop.ts';

const TIMEOUT_MS = 5 * 60_000;

/** Pushes one branch to the branch of its name; git refuses what would overwrite anything. */
export async function pushBranch(
  { gitDirectory, keysDirectory }: Workshop,
  directory: string,
  { branch, head }: RemoteStanding,
  call: { readonly remote: RemoteUrl; readonly access: Access; readonly signal: AbortSignal },
): Promise<PushOutcome> {
  if (head === undefined) return { kind: 'nothing' };
  const refspec = `refs/heads/${branch}:refs/heads/${branch}`;
  const args = ['push', '--porcelain', '--no-verify', '--no-follow-tags', 'origin', refspec];
  const ran = await runNetwork(args, {
    ...call,
    gitDirectory: gitDirectory(directory),
    keysDirectory,
    timeoutMs: TIMEOUT_MS,
  });
  // One line about the one branch: a flag, what was pushed where, and in brackets why not.
  const line = ran.output.split('\n').find((each) => each.includes(`\t${refspec}\t`)) ?? '';
  if (ran.exitCode === 0) {
    return { kind: line.startsWith('=') ? 'up-to-date' : 'pushed', sha: head, branch };
  }
  if (/\[rejected\]|\((?:fetch first|non-fast-forward)\)/u.test(line))
    return { kind: 'behind', branch };
  if (line.includes('[remote rejected]')) {
    return { kind: 'declined', branch, detail: lastLines(ran.output) };
  }
  return failureOf(ran, call.signal) ?? { kind: 'failed', detail: lastLines(ran.output) };
}
