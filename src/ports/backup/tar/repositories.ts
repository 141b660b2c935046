import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Places } from './places.ts';

/**
 * The repositories may lie elsewhere now, and the trees too: each names the other. A repository
 * without a tree is kept as it is, and behind a link the tree is as it was.
 */
export async function pointAtRepositories({ dataDir, projectsDir }: Places): Promise<void> {
  const repositories = path.join(dataDir, 'git');
  for (const entry of await readdir(repositories).catch((): string[] => [])) {
    const tree = path.join(projectsDir, path.basename(entry, '.git'));
    const repository = path.join(repositories, entry);
    if (!(await isDirectory(tree))) continue;
    await writeFile(path.join(tree, '.git'), `gitdir: ${repository}\n`, { flag: 'wx' });
    await pointAtTree(path.join(repository, 'config'), tree);
    await pointAtTasks(repository, tree);
  }
}

/** The trees of a project's tasks lie beside its own, and name git's folders inside its repository. */
async function pointAtTasks(repository: string, project: string): Promise<void> {
  const folder = path.join(repository, 'worktrees');
  for (const task of await readdir(folder).catch((): string[] => [])) {
    const tree = `${project}.${task}`;
    if (!(await isDirectory(tree))) continue;
    const own = path.join(folder, task);
    await writeFile(path.join(tree, '.git'), `gitdir: ${own}\n`, { flag: 'wx' });
    await writeFile(path.join(own, 'gitdir'), `${path.join(tree, '.git')}\n`);
  }
}

/** Otherwise `git` in the tree would look at, and change, the one at the old place. */
async function pointAtTree(file: string, tree: string): Promise<void> {
  const config = await readFile(file, 'utf8').catch(() => undefined);
  if (config === undefined) return;
  const quoted = `"${tree.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
  const changed = config.replace(
    /^([ \t]*worktree[ \t]*=[ \t]*).*$/mu,
    (_, key: string) => `${key}${quoted}`,
  );
  if (changed !== config) await writeFile(file, changed);
}

/** Says whether it is a folder, and no link to one. */
export async function isDirectory(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined))?.isDirectory() ?? false;
}
