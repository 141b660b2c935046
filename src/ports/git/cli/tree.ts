import { copyFile, lstat, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { EMPTY_TREE } from '../diff.ts';
import type { Snapshot } from '../history.ts';
import { ignoredThen } from './ignored-then.ts';
import { fieldsOf, type Workshop } from './workshop.ts';

/** `GitHistory.snapshot`; only in turn, because it goes through the index. */
export async function takeSnapshot(workshop: Workshop, directory: string): Promise<Snapshot> {
  const { git, stage } = workshop;
  const leftOut = await stage(directory);
  const head = await workshop.head(directory);
  if (head === undefined) {
    const tree = (await git(directory, ['write-tree'])).trim();
    return { headTree: EMPTY_TREE, tree, leftOut };
  }
  const headTree = await treeOf(workshop, directory, head);
  return { head, headTree, tree: await treeWithLinks(workshop, directory, head), leftOut };
}

/** Id of the tree of a commit. */
export async function treeOf({ git }: Workshop, directory: string, sha: string): Promise<string> {
  return (await git(directory, ['rev-parse', '--verify', `${sha}^{tree}`])).trim();
}

/** Paths in which two trees differ, both names of what was renamed. */
export async function differingPaths(
  { git }: Workshop,
  directory: string,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to];
  return fieldsOf(await git(directory, args, { isBare: true }));
}

/** Says in the repository which move has begun, so that a crash in it can be told from work. */
export const MOVING = 'codefoundry-moving';

/**
 * Brings the working tree from one tree to another. What is in it must be `from`, or, with
 * `isResumed`, may be any half of the way. Resolves with the paths that keep it from that; then
 * nothing has changed.
 */
export async function moveTree(
  workshop: Workshop,
  directory: string,
  move: { readonly from: string; readonly to: string; readonly isResumed: boolean },
): Promise<readonly string[]> {
  const { from, to, isResumed } = move;
  const { tree } = await takeSnapshot(workshop, directory);
  if (tree === to) return [];
  const mark = path.join(workshop.gitDirectory(directory), MOVING);
  const told = `${from} ${to}`;
  if (tree === from) {
    const inTheWay = await filesInTheWay(workshop, directory, from, to);
    if (inTheWay.length > 0) return inTheWay;
    await writeFile(mark, told);
    const stopped = await merge(workshop, directory, ['-m', '-u', from, to]);
    await rm(mark, { force: true });
    return stopped;
  }
  // Only what this very move has begun is half of it; the rest is somebody's work.
  const hasBegun = isResumed && (await readFile(mark, 'utf8').catch(() => '')) === told;
  const changed = await differingPaths(workshop, directory, from, tree);
  const ours = new Set(hasBegun ? await differingPaths(workshop, directory, from, to) : []);
  const others = changed.filter((each) => !ours.has(each));
  // A move of `.gitignore` shows what was ignored before it, and what has lain there all along.
  const shown = hasBegun ? await ignoredThen(workshop, directory, from, others) : new Set();
  const theirs = others.filter((each) => !shown.has(each));
  if (theirs.length > 0) return theirs;
  const { git } = workshop;
  // Out of the index: what git does not know it does not remove.
  const forget = ['update-index', '--force-remove', '-z', '--stdin'];
  if (others.length > 0) await git(directory, forget, { input: others.join('\0') });
  const stopped = await merge(workshop, directory, ['--reset', '-u', to]);
  await rm(mark, { force: true });
  return stopped;
}

/** Files that git does not know where it is to make some: ignored ones, which it would replace. */
async function filesInTheWay(
  { git }: Workshop,
  directory: string,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--name-only',
    '--no-renames',
    '--diff-filter=A',
    from,
    to,
  ];
  const found: string[] = [];
  for (const name of fieldsOf(await git(directory, args, { isBare: true }))) {
    const there = await lstat(path.join(directory, name)).catch((error: unknown) =>
      error instanceof Error && 'code' in error && error.code === 'ENOTDIR' ? 'file' : undefined,
    );
    const isFolder = there !== undefined && there !== 'file' && there.isDirectory();
    if (isFolder ? await hasIgnored(git, directory, name) : there) found.push(name);
  }
  return found;
}

/** Git takes ignored files for expendable, and removes a folder of them for a file of its name. */
async function hasIgnored(git: Workshop['git'], directory: string, name: string): Promise<boolean> {
  const inside = `:(top,literal)${name}/`;
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', inside];
  return (await git(directory, args)) !== '';
}

async function merge(
  { git }: Workshop,
  directory: string,
  args: readonly string[],
): Promise<readonly string[]> {
  try {
    await git(directory, ['read-tree', ...args]);
    return [];
  } catch (error) {
    const detail = error instanceof Fault ? error.detail : '';
    // What git finds itself it finds before it begins.
    const inTheWay = [...detail.matchAll(/'([^\n]*)' would be overwritten/gu)];
    if (inTheWay.length === 0) throw error;
    return inTheWay.map(([, name = '']) => name);
  }
}

/**
 * The tree of the index, with the links to other repositories that `head` holds: they are never in
 * our index, because git would enter what they point at.
 */
export async function treeWithLinks(
  { git, gitDirectory }: Workshop,
  directory: string,
  head: string,
): Promise<string> {
  const entries = fieldsOf(await git(directory, ['ls-tree', '-r', '-z', head], { isBare: true }));
  const links = entries.filter((entry) => entry.startsWith('160000 '));
  if (links.length === 0) return (await git(directory, ['write-tree'])).trim();
  const index = path.join(gitDirectory(directory), 'snapshot-index');
  try {
    await copyFile(path.join(gitDirectory(directory), 'index'), index);
    const env = { GIT_INDEX_FILE: index };
    const input = links.join('\0');
    await git(directory, ['update-index', '-z', '--index-info'], { env, input, isBare: true });
    return (await git(directory, ['write-tree'], { env, isBare: true })).trim();
  } finally {
    await rm(index, { force: true });
  }
}
