import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { OpsRepository } from '../repository.ts';
import type { GitRunner } from './run.ts';

const MAIN = 'refs/heads/main';
/** Keeps what is in force from being swept away, whatever becomes of the branch. */
export const KEPT = 'refs/codefoundry/accepted';

/** The branches of the repository. */
export function gitRefs(
  git: GitRunner,
): Pick<OpsRepository, 'main' | 'has' | 'moveMain' | 'setBranch' | 'mark'> {
  const known = new Set<string>();
  const has = async (sha: string): Promise<boolean> => {
    if (known.has(sha)) return true;
    const { exitCode } = await git.ask(['cat-file', '-e', `${sha}^{commit}`]);
    if (exitCode === 0) known.add(sha);
    return exitCode === 0;
  };
  const main = async (): Promise<string | undefined> => {
    // Nearly always this file says it, and reading it starts no process.
    const written = await readFile(path.join(git.directory, MAIN), 'utf8').catch(() => '');
    const plain = /^[0-9a-f]{40}(?=\n$)/u.exec(written)?.[0];
    if (plain !== undefined && (await has(plain))) return plain;
    const args = ['rev-parse', '--verify', '--quiet', `${MAIN}^{commit}`];
    const { stdout } = await git.ask(args);
    return /^[0-9a-f]{40}$/u.exec(stdout.trim())?.[0];
  };
  const update = (lines: readonly string[]) =>
    git.ask(['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` });

  return {
    main,
    has,
    async moveMain({ from, to, accepted }) {
      const keep = accepted === undefined ? [] : [`update ${KEPT} ${accepted}`];
      const move = from === undefined ? `create ${MAIN} ${to}` : `update ${MAIN} ${to} ${from}`;
      const first = await update([move, ...keep]);
      if (first.exitCode === 0) return true;
      if ((await main()) !== from) return false;
      if (from !== undefined) throw new Fault('git-failed', `update-ref: ${first.stderr.trim()}`);
      // It is there, and git cannot read it: nobody can have pushed to it either.
      await rm(path.join(git.directory, MAIN), { recursive: true, force: true });
      const second = await update([`update ${MAIN} ${to}`, ...keep]);
      if (second.exitCode === 0) return true;
      throw new Fault('git-failed', `update-ref: ${second.stderr.trim()}`);
    },
    async setBranch(branch, sha) {
      const ref = `refs/heads/${branch}`;
      const { exitCode, stderr } = await update([
        sha === undefined ? `delete ${ref}` : `update ${ref} ${sha}`,
      ]);
      if (exitCode !== 0) throw new Fault('git-failed', `update-ref: ${stderr.trim()}`);
    },
    async mark() {
      const own = await readFile(path.join(git.directory, MAIN), 'utf8').catch(() => undefined);
      if (own !== undefined) return own;
      const packed = await stat(path.join(git.directory, 'packed-refs')).catch(() => undefined);
      return `packed ${packed?.mtimeMs}`;
    },
  };
}
