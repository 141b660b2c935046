import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const KEY_BYTES = 32;

/**
 * The key in `file`; made at the first call, for us alone. Never made anew in the place of one that
 * cannot be read: what it sealed would be lost.
 * @throws {Error} saying what is wrong with the file; never what is in it
 */
export async function keyOf(file: string): Promise<Buffer> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known === undefined) return make(file);
  const key = Buffer.from(known.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} holds no key of ${KEY_BYTES} bytes`);
  // A credential of systemd or Docker belongs to somebody else and is as it is.
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600).catch(() => undefined);
  return key;
}

async function make(file: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  // Another process was faster: its key counts.
  if (!handle) return keyOf(file);
  try {
    await handle.writeFile(`${key.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return key;
}
