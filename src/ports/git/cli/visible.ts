import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sharedBy } from '../repository-place.ts';
import type { GitVisible } from '../visible.ts';
import { fieldsOf, type Workshop } from './workshop.ts';

/** `GitVisible` through git's command line and its file for ignored names. */
export function visibleCli({ git, inTurn, gitDirectory }: Workshop): GitVisible {
  return {
    visibleFiles: (directory, folder) =>
      inTurn(directory, async () => {
        const only = folder === '' ? [] : [`:(top,literal)${folder}`];
        const args = [
          'ls-files',
          '-z',
          '--cached',
          '--others',
          '--exclude-standard',
          '--',
          ...only,
        ];
        const found = fieldsOf(await git(directory, args));
        // What ends so is a repository of its own, into which nobody goes.
        return [...new Set(found)].filter((each) => !each.endsWith('/')).toSorted();
      }),
    hide: (directory, patterns) =>
      inTurn(directory, async () => {
        const file = path.join(sharedBy(gitDirectory(directory)), 'info', 'exclude');
        const before = await readFile(file, 'utf8').catch(() => '');
        const known = new Set(before.split('\n'));
        const fresh = patterns.filter((pattern) => !known.has(pattern));
        if (fresh.length === 0) return;
        await mkdir(path.dirname(file), { recursive: true });
        const begin = before === '' || before.endsWith('\n') ? before : `${before}\n`;
        await writeFile(file, `${begin}${fresh.join('\n')}\n`);
      }),
  };
}
