import { randomUUID } from 'node:crypto';
import { constants, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes `.git` of the project the file that points at its repository, and `gitfile` in `caches`
 * the same text, to be mounted on it. `.git` may be anything before: the agent can replace it, and
 * a link there would lead the mount astray. A directory is kept, as `git-replaced-…`.
 *
 * Follows no link and writes into no existing file of the project, whatever is swapped meanwhile.
 */
export async function layPointer(
  project: string,
  caches: string,
  repository: string,
): Promise<void> {
  const text = `gitdir: ${repository}\n`;
  await replace(join(caches, 'gitfile'), text);
  await replace(join(project, '.git'), text);
}

async function replace(file: string, text: string): Promise<void> {
  if ((await plainText(file, Buffer.byteLength(text) + 1)) === text) return;
  const unique = randomUUID();
  const draft = `${file}-${unique}`;
  // `wx` makes the file or fails: it never opens what somebody put there.
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await rename(draft, file).catch(async () => {
      await rename(file, join(file, '..', `git-replaced-${unique}`));
      await rename(draft, file);
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** The first bytes of a regular file; nothing when `path` is anything else. */
async function plainText(path: string, capBytes: number): Promise<string | undefined> {
  // A pipe must not keep us waiting.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    if (!(await file.stat()).isFile()) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(capBytes), 0, capBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
