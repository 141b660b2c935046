import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLine } from '../port.ts';

/** Lines that follow one another in a log are read in pieces of this size. */
const PIECE_BYTES = 64 * 1024;
/** A line longer than this is shown in parts. */
const MOST_LINE_CHARS = 16 * 1024;
/** However many lines are asked for. */
const MOST_BYTES = 8 * 1024 * 1024;
const POLL_MS = 200;

/** The last lines of a log and of what went before it into `<file>.1`. */
export async function lastLines(file: string, count: number): Promise<readonly LogLine[]> {
  const own = linesOf(await lastBytes(file, MOST_BYTES));
  if (own.length >= count) return count === 0 ? [] : own.slice(-count);
  const older = linesOf(await lastBytes(`${file}.1`, MOST_BYTES));
  return count === 0 ? [] : [...older, ...own].slice(-count);
}

/** The end of a log, as text. */
export async function lastBytes(file: string, mostBytes: number): Promise<string> {
  const sizeBytes = await sizeOf(file);
  const begin = Math.max(0, sizeBytes - mostBytes);
  return (await readFrom(file, begin, sizeBytes - begin)).toString('utf8');
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/**
 * Whole lines that are written to a log after `offset`, until `signal`. `fileNow` says which log it
 * is: another one is read from its beginning.
 */
export async function* newLines(
  fileNow: () => Promise<string | undefined>,
  from: { readonly file: string | undefined; readonly offset: number },
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  let { file, offset } = from;
  let rest = Buffer.alloc(0);
  while (!signal.aborted) {
    const now = await fileNow();
    if (now !== file) [file, offset, rest] = [now, 0, Buffer.alloc(0)];
    const sizeBytes = file === undefined ? 0 : await sizeOf(file);
    // It was emptied; what was not read of it is in the file beside it.
    const isCut = sizeBytes < offset;
    const source = isCut ? `${file}.1` : file;
    const piece =
      source === undefined ? Buffer.alloc(0) : await readFrom(source, offset, PIECE_BYTES);
    if (piece.length === 0) {
      if (isCut) offset = 0;
      else await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    offset += piece.length;
    rest = Buffer.concat([rest, piece]);
    const end = rest.lastIndexOf(0x0a);
    const isLong = end === -1 && rest.length > MOST_LINE_CHARS;
    const whole = isLong ? rest : rest.subarray(0, end + 1);
    rest = isLong ? Buffer.alloc(0) : rest.subarray(end + 1);
    yield* linesOf(whole.toString('utf8'));
  }
}

function linesOf(text: string): readonly LogLine[] {
  if (text === '') return [];
  const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
  return whole.split(/\r?\n/u).flatMap((line) => {
    if (line.length <= MOST_LINE_CHARS) return [{ text: line }];
    const parts = Math.ceil(line.length / MOST_LINE_CHARS);
    return Array.from({ length: parts }, (_, index) => ({
      text: line.slice(index * MOST_LINE_CHARS, (index + 1) * MOST_LINE_CHARS),
    }));
  });
}

async function readFrom(file: string, offset: number, mostBytes: number): Promise<Buffer> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
