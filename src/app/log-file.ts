import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogSource } from '#features/logs/source.ts';

/** So much of the end is looked at for the last lines, and read at once of what came. */
const MOST_BYTES = 1024 * 1024;
const LOOK_MS = 1_000;

/** The lines of a file that a program appends to and begins anew when it starts. */
export function logFile(file: string): LogSource {
  return {
    async logs({ lines }) {
      const { text } = await readFrom(file, 0);
      return linesOf(text)
        .slice(-lines)
        .map((each) => ({ text: each }));
    },
    async *follow({ lines }, signal) {
      const { text, end } = await readFrom(file, 0);
      let from = end;
      // The line that is being written comes when it is whole.
      let rest = text.slice(text.lastIndexOf('\n') + 1);
      const whole = linesOf(text.slice(0, text.length - rest.length));
      for (const each of whole.slice(-lines)) yield { text: each };
      while (!signal.aborted) {
        await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
        const more = await readFrom(file, from);
        if (more.isNew) rest = '';
        from = more.end;
        const parts = (rest + more.text).split('\n');
        rest = parts.pop() ?? '';
        for (const each of parts) if (each !== '') yield { text: each };
      }
    },
  };
}

/** What stands behind `from`; all of it where the file is shorter by now, and so another one. */
async function readFrom(
  file: string,
  from: number,
): Promise<{ readonly text: string; readonly end: number; readonly isNew: boolean }> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return { text: '', end: 0, isNew: from > 0 };
  try {
    const { size } = await handle.stat();
    const isNew = size < from;
    const start = Math.max(isNew ? 0 : from, size - MOST_BYTES);
    const { bytesRead, buffer } = await handle.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    );
    return { text: buffer.toString('utf8', 0, bytesRead), end: start + bytesRead, isNew };
  } finally {
    await handle.close();
  }
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((each) => each !== '');
}
