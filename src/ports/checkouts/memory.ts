import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { Argv } from '#lib/exec.ts';
import type { Ran } from '#ports/sandbox/port.ts';
import type { FoundCommands } from '#ports/workspace/port.ts';
import type { Checkouts } from './port.ts';

/** Checkouts without files: a test says what commits hold and what their commands do. */
export interface MemoryCheckouts extends Checkouts {
  /** What a commit holds; one that was never told of has what `memoryCheckouts` was given. */
  has(sha: string, commit: { readonly commands?: FoundCommands; readonly files?: string[] }): void;
  /** From now on no project has this commit. */
  loses(sha: string): void;
  /** What commands do from now on; until then they end well and print nothing. */
  behaves(run: (argv: Argv, where: { project: string; sha: string }) => Ran | Promise<Ran>): void;
  /** Every command that ran, in order. */
  readonly ran: { readonly project: string; readonly sha: string; readonly argv: Argv }[];
  /** `<project>/<id>` of those that are there. */
  readonly present: ReadonlySet<string>;
}

/** @param commands how commits are checked unless `has` tells otherwise */
export function memoryCheckouts(commands: FoundCommands = { kind: 'none' }): MemoryCheckouts {
  const commits = new Map<string, { commands?: FoundCommands; files?: string[] }>();
  const lost = new Set<string>();
  const there = new Set<string>();
  const ran: { project: string; sha: string; argv: Argv }[] = [];
  let behave: (argv: Argv, where: { project: string; sha: string }) => Ran | Promise<Ran> = () => ({
    exitCode: 0,
    output: '',
    timedOut: false,
  });
  return {
    ran,
    present: there,
    has: (sha, commit) => void commits.set(sha, commit),
    loses: (sha) => void lost.add(sha),
    behaves: (run) => void (behave = run),
    async open(project, sha, id) {
      if (lost.has(sha)) throw new Fault('git-failed', `${project} has no commit ${sha}`);
      there.add(`${project}/${id}`);
      const commit = () => commits.get(sha) ?? {};
      return {
        directory: path.join('/checkouts', project, id),
        commands: async () => commit().commands ?? commands,
        has: async (file) => commit().files?.includes(file) ?? false,
        async run(argv, { signal }) {
          if (signal?.aborted) return { exitCode: undefined, output: '', timedOut: false };
          ran.push({ project, sha, argv });
          return behave(argv, { project, sha });
        },
      };
    },
    async remove(project, id) {
      there.delete(`${project}/${id}`);
    },
  };
}
