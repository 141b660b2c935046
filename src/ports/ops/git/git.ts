import type { Store } from '#ports/store/port.ts';
import { opsOver } from '../ops.ts';
import type { Ops } from '../port.ts';
import { bounded, type OpsProblem } from '../problem.ts';
import type { OpsRepository } from '../repository.ts';
import type { OpsRemote } from './network.ts';
import { type Mirror, mirrorTo } from './remote.ts';
import { gitRepository } from './repository.ts';
import { gitRunner } from './run.ts';

/** Where the ops repository lies, and what else it needs. */
export interface GitOpsOptions {
  /** The bare repository, absolute; made on first use. */
  readonly directory: string;
  readonly settings: Store['settings'];
  readonly now: () => number;
  /** A private key of SSH without passphrase, absolute: every commit is signed with it. */
  readonly signingKeyFile?: string;
  readonly remote?: OpsRemote;
  /** How often is looked whether somebody pushed. Default 2 s. */
  readonly pollMs?: number;
  /** How often the remote is looked at while somebody watches. Default 60 s. */
  readonly remotePollMs?: number;
}

/** `Ops` in a git repository on this machine. */
export interface GitOps extends Ops {
  /** Fetches from the remote and pushes to it now; what goes wrong is among `problems`. */
  sync(): Promise<void>;
  /** Ends what talks with the remote. */
  close(): void;
}

/** Opens the repository; it is made when something is asked of it. */
export function gitOps(options: GitOpsOptions): GitOps {
  const { directory, settings, now, signingKeyFile, remote } = options;
  const { pollMs = 2_000, remotePollMs = 60_000 } = options;
  const git = gitRunner(directory);
  const closing = new AbortController();
  const local = gitRepository({
    git,
    now,
    signingKeyFile,
    begin: async () => mirror?.fetch(),
  });
  const mirror: Mirror | undefined =
    remote &&
    mirrorTo({ git, key: directory, remote, repository: local, now, signal: closing.signal });
  const repository = mirrored(local, mirror);
  const ops = opsOver({ repository, settings, key: directory, now, pollMs });
  const sync = async () => {
    await ops.holds(0);
    await mirror?.sync();
  };

  return {
    ...ops,
    sync,
    close: () => closing.abort(),
    watch(listener, signal) {
      ops.watch(listener, signal);
      if (!mirror || signal.aborted) return;
      const timer = setInterval(() => mirror.soon(), remotePollMs);
      timer.unref();
      signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    },
  };
}

/** What moves a branch is pushed soon. A branch of a proposal is for people: without it one deploys too. */
function mirrored(
  local: Omit<OpsRepository, 'problems'>,
  mirror: Mirror | undefined,
): OpsRepository {
  let problem: OpsProblem | undefined;
  return {
    ...local,
    async moveMain(move) {
      const isMoved = await local.moveMain(move);
      if (isMoved) mirror?.soon();
      return isMoved;
    },
    async setBranch(branch, sha) {
      try {
        await local.setBranch(branch, sha);
        problem = undefined;
        mirror?.soon();
      } catch (error) {
        const why = { code: 'branch', said: String(error) } as const;
        problem = bounded({ file: `refs/heads/${branch}`, why });
      }
    },
    problems: async () => [...(problem ? [problem] : []), ...(mirror?.problems() ?? [])],
  };
}
