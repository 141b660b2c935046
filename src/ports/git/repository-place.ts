import path from 'node:path';
import { rootOf, taskWord } from '#kernel/project.ts';

/**
 * Says where the repository of a working tree is kept, by the name of its folder: `shop.git` in
 * `root`, and for a task of that project git's own folder for a second tree, inside `shop.git`.
 */
export function repositoriesIn(root: string): (directory: string) => string {
  return (directory) => {
    const name = path.basename(directory);
    const repository = path.join(root, `${rootOf(name)}.git`);
    const task = taskWord(name);
    return task === '' ? repository : path.join(repository, WORKTREES, task);
  };
}

/** The repository that a git directory shares with the other trees of its project. */
export function sharedBy(gitDirectory: string): string {
  const parent = path.dirname(gitDirectory);
  return path.basename(parent) === WORKTREES ? path.dirname(parent) : gitDirectory;
}

/** The working tree of a project, and those of its tasks, that lie beside `directory`. */
export function treesBeside(directory: string, tasks: readonly string[]): readonly string[] {
  const root = path.join(path.dirname(directory), rootOf(path.basename(directory)));
  return [root, ...tasks.map((task) => `${root}.${task}`)];
}

/** Where git keeps what second trees have of their own. */
export const WORKTREES = 'worktrees';
