import { keyedMutex } from '#lib/mutex.ts';
import type { CappedRun } from '#lib/run-capped.ts';
import { bounded, type OpsProblem } from '../problem.ts';
import type { OpsRepository } from '../repository.ts';
import { opsInTurn } from '../turns.ts';
import { mergeRemote } from './merge-remote.ts';
import { type OpsRemote, opsNetwork } from './network.ts';
import type { GitRunner } from './run.ts';

const MAIN = 'refs/heads/main';
const THERE = 'refs/remotes/origin/main';
const DEPLOYS = '+refs/heads/deploy/*:refs/heads/deploy/*';
/** Somebody pushed between our looking and our pushing, as often as this. */
const ATTEMPTS = 3;

/** Keeps a repository elsewhere the same as ours. Nothing ever waits for it. */
export interface Mirror {
  /** The branch of the remote, fetched; `undefined`: it has none, or cannot be reached. */
  fetch(): Promise<string | undefined>;
  /** Fetches, merges and pushes once; what went wrong is in `problems`. */
  sync(): Promise<void>;
  /** The same in the background, as soon as one that runs has ended. */
  soon(): void;
  problems(): readonly OpsProblem[];
}

/** Mirrors the repository of `git` to `remote`. */
export function mirrorTo(options: {
  readonly git: GitRunner;
  readonly key: string;
  readonly remote: OpsRemote;
  readonly repository: Omit<OpsRepository, 'problems'>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}): Mirror {
  const { git, key, remote, repository, now, signal } = options;
  const network = opsNetwork(git.directory, remote);
  let problem: OpsProblem | undefined;
  const fails = (code: 'remote-unread' | 'remote-refuses', ran: CappedRun) => {
    const why = ran.timedOut
      ? ({ code: 'remote-late' } as const)
      : { code, said: lastLine(ran.output) };
    problem = bounded({ file: network.url, why });
  };

  /** `false`: nobody answered. */
  const look = async (): Promise<boolean> => {
    const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', network.url];
    const ran = await network.run([...args, `+${MAIN}:${THERE}`], signal);
    if (ran.exitCode === 0) return true;
    // One that is new has no branch yet.
    if (/couldn't find remote ref/u.test(ran.output)) {
      await git.ask(['update-ref', '-d', THERE]);
      return true;
    }
    fails('remote-unread', ran);
    return false;
  };
  const there = async (): Promise<string | undefined> => {
    const { stdout } = await git.ask(['rev-parse', '--verify', '--quiet', `${THERE}^{commit}`]);
    return stdout.trim() === '' ? undefined : stdout.trim();
  };

  const push = async (): Promise<'done' | 'behind' | 'failed'> => {
    const args = ['push', '--porcelain', '--no-verify', '--prune', network.url];
    const ran = await network.run([...args, `${MAIN}:${MAIN}`, DEPLOYS], signal);
    if (ran.exitCode === 0) return 'done';
    const own = ran.output.split('\n').find((line) => line.includes(`\t${MAIN}:${MAIN}\t`)) ?? '';
    if (/\[rejected\]/u.test(own)) return 'behind';
    fails('remote-refuses', ran);
    return 'failed';
  };

  const attempt = async (): Promise<void> => {
    for (let count = 0; count < ATTEMPTS; count += 1) {
      if (!(await look())) return;
      const theirs = await there();
      if (theirs !== undefined) {
        await opsInTurn(key, () => mergeRemote({ git, repository, theirs, now }));
      }
      const pushed = await push();
      if (pushed === 'done') problem = undefined;
      if (pushed !== 'behind') return;
    }
    problem = { file: network.url, why: { code: 'remote-moves' } };
  };

  // One after another; those that wait for their turn would all do the same, so one waits.
  const inTurn = keyedMutex();
  const sync = (): Promise<void> =>
    inTurn('sync', () =>
      attempt().catch((error: unknown) => {
        const why = { code: 'remote-broke', said: String(error) } as const;
        problem = bounded({ file: network.url, why });
      }),
    );
  let isWaiting = false;

  return {
    sync,
    async fetch() {
      return (await look()) ? there() : undefined;
    },
    soon() {
      if (isWaiting || signal.aborted) return;
      isWaiting = true;
      void inTurn('sync', async () => {
        isWaiting = false;
      }).then(sync);
    },
    problems: () => (problem ? [problem] : []),
  };
}

function lastLine(output: string): string {
  const lines = output.split(/[\r\n]+/u).filter((line) => line.trim() !== '');
  return lines.findLast((line) => /fatal|error|rejected|denied/iu.test(line)) ?? lines.at(-1) ?? '';
}
