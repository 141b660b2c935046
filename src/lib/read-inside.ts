import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';

/** Why a file is not read: what `code` says, in English. */
interface Unread {
  readonly code: 'outside' | 'unreadable' | 'not-a-file' | 'too-large' | 'not-text';
  readonly problem: string;
}

/**
 * A text file below `directory`, of at most `mostBytes`; `undefined` when there is none, and why
 * when it is not read. A link out of the directory, a pipe, a directory, a large file and bytes are
 * not: whoever writes there must not choose what of this machine is read, or make anybody wait.
 */
export async function readInside(
  directory: string,
  relative: string,
  mostBytes: number,
): Promise<{ readonly text: string } | Unread | undefined> {
  const [root, file] = await Promise.all([
    realpath(directory).catch(() => undefined),
    realpath(path.join(directory, relative)).catch(() => undefined),
  ]);
  if (root === undefined || file === undefined) return undefined;
  if (!file.startsWith(`${root}/`))
    return { code: 'outside', problem: 'lies outside of the project' };
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  if (!handle) return { code: 'unreadable', problem: 'cannot be read' };
  try {
    if (!(await handle.stat()).isFile()) return { code: 'not-a-file', problem: 'is not a file' };
    const buffer = Buffer.alloc(mostBytes + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead > mostBytes)
      return { code: 'too-large', problem: `has more than ${mostBytes} bytes` };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
    return { text };
  } catch {
    return { code: 'not-text', problem: 'is not text in UTF-8' };
  } finally {
    await handle.close();
  }
}
