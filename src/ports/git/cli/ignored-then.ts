import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fieldsOf, type Workshop } from './workshop.ts';

/**
 * Those of `paths` that git ignored while the files were those of `tree`: what stands in its
 * `.gitignore` files says so, not what stands there now.
 */
export async function ignoredThen(
  { git, gitDirectory }: Workshop,
  directory: string,
  tree: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const names = await git(directory, ['ls-tree', '-r', '-z', '--name-only', tree], {
    isBare: true,
  });
  const rules = fieldsOf(names).filter((name) => path.basename(name) === '.gitignore');
  const place = await mkdtemp(path.join(gitDirectory(directory), 'ignored-'));
  try {
    for (const name of rules) {
      const file = path.join(place, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, await git(directory, ['cat-file', 'blob', `${tree}:${name}`]));
    }
    // The last `--work-tree` counts, and each path is asked about from there.
    const args = ['check-ignore', '--no-index', '-z', '--stdin'];
    const found = await git(directory, [`--work-tree=${place}`, '-C', place, ...args], {
      input: paths.join('\0'),
      okExitCodes: [1],
    });
    return new Set(fieldsOf(found));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
