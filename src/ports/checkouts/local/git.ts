import { Fault } from '#kernel/fault.ts';
import { exec } from '#lib/exec.ts';
import { gitEnvironment } from '#lib/git/environment.ts';

const TIMEOUT_MS = 300_000;

/**
 * Writes exactly the files of a commit into `directory`, which is there and empty; links to other
 * repositories become empty folders. Not `git archive`, which leaves out what the commit tells it to.
 * @param index a file that git makes
 * @throws {Fault} `git-failed`
 */
export async function writeTree(
  repository: string,
  sha: string,
  directory: string,
  index: string,
): Promise<void> {
  const env = { ...gitEnvironment(), GIT_INDEX_FILE: index };
  const git = async (...args: readonly string[]) => {
    const base = ['git', `--git-dir=${repository}`, `--work-tree=${directory}`] as const;
    const plain = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.symlinks=true'] as const;
    const ran = await exec([...base, ...plain, ...args], {
      cwd: directory,
      env,
      timeoutMs: TIMEOUT_MS,
    });
    if (ran.exitCode !== 0) throw new Fault('git-failed', `git ${args[0]}: ${ran.stderr.trim()}`);
  };
  await git('read-tree', `${sha}^{tree}`);
  await git('checkout-index', '--all', '--force', '--quiet');
}
