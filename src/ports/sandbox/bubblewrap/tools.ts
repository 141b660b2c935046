import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { System } from './view.ts';

type Shown = Pick<System, 'readOnly' | 'links'>;

/** More links than this in a row are a circle. */
const MOST_LINKS = 40;

/**
 * What must be visible for programs to run that may lie anywhere: the program file itself, and of
 * an npm its package and the programs beside it that lead there. Never the directory around them,
 * which may be somebody's whole `~/.local`.
 *
 * @param visible trees that are visible anyway
 */
export async function showTools(
  tools: readonly string[],
  visible: readonly string[],
): Promise<Shown> {
  const readOnly: string[] = [];
  const links = new Map<string, string>();
  const isShown = (path: string) => [...visible, ...readOnly].some((tree) => isInside(tree, path));
  for (const tool of tools) {
    const real = await realpath(tool).catch(() => undefined);
    if (real === undefined) continue;
    const modules = /^.*?\/lib\/node_modules\//u.exec(real)?.[0];
    if (modules === undefined) {
      if (!isShown(real)) readOnly.push(real);
      await addLinks(tool, real, isShown, links);
      continue;
    }
    const packages = ['npm', 'corepack'].map((name) => join(modules, name));
    for (const path of packages) if (!isShown(path)) readOnly.push(path);
    for (const name of await readdir(dirname(tool))) {
      const beside = join(dirname(tool), name);
      const end = await realpath(beside).catch(() => '');
      if (packages.some((path) => isInside(path, end))) await addLinks(beside, end, isShown, links);
    }
  }
  return { readOnly, links: [...links].map(([path, target]) => ({ path, target })) };
}

/** Links that lead from `path` to `real`, which is visible, from wherever they are not visible. */
async function addLinks(
  path: string,
  real: string,
  isShown: (path: string) => boolean,
  links: Map<string, string>,
): Promise<void> {
  let hop = path;
  for (let count = 0; hop !== real && count < MOST_LINKS; count += 1) {
    if (!isShown(hop)) links.set(hop, real);
    const isLink = (await lstat(hop)).isSymbolicLink();
    hop = isLink ? resolve(await realpath(dirname(hop)), await readlink(hop)) : real;
  }
}

/** Whether `path` is `tree` or lies in it. Both are absolute. */
export function isInside(tree: string, path: string): boolean {
  return path === tree || path.startsWith(`${tree}/`);
}
