import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Stronger than any `.gitattributes`: what is binary git sees itself, and merges it as text. */
const RULES = '# Written by CodeFoundry.\n* !diff !merge\n';

/**
 * Keeps files of the tree from saying how they are compared and merged: who wrote a change could
 * hide it by `* -diff`, or have a conflict pass for none by `* merge=union`.
 */
export function attributeGuard(): (gitDirectory: string) => Promise<void> {
  const done = new Map<string, Promise<void>>();
  return (gitDirectory) => {
    const known = done.get(gitDirectory);
    if (known) return known;
    const work = write(gitDirectory).catch((error: unknown) => {
      done.delete(gitDirectory);
      // It was moved or removed a moment ago: git says so itself, and nothing of it comes back.
      if (!hasCode(error, 'ENOENT')) throw error;
    });
    done.set(gitDirectory, work);
    return work;
  };
}

async function write(gitDirectory: string): Promise<void> {
  const file = path.join(gitDirectory, 'info', 'attributes');
  if ((await readFile(file, 'utf8').catch(() => '')) === RULES) return;
  await mkdir(path.dirname(file)).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await writeFile(file, RULES);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
