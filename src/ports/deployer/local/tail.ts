import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterCut } from '#lib/end-of.ts';
import type { LogLine } from '../port.ts';

/** Lines that follow one another in a log are read in pieces of this size. */
const PIECE_BYTES = 64 * 1024;
/** However many lines are asked for. */
const MOST_BYTES = 8 * 1024 * 1024;
const POLL_MS = 200;

/** The last lines of a log and of what went before it into `<file>.1`. */
export async function lastLines(file: string, count: number): Promise<readonly LogLine[]> {
  if (count === 0) return [];
  const own = await lastBytes(file, MOST_BYTES);
  const lines = linesOf(own);
  if (lines.length > count) return lines.slice(-count);
  // The first line may have begun in what was put aside.
  const older = await lastBytes(`${file}.1`, MOST_BYTES);
  return linesOf(older + own).slice(-count);
}

/** The end of what was written to a log behind `from`, where it is long from where a line begins. */
export async function lastBytes(file: string, mostBytes: number, from = 0): Promise<string> {
  const sizeBytes = await sizeOf(file);
  const isCut = sizeBytes - from > mostBytes;
  // With the byte before, which tells whether a line begins there.
  const begin = isCut ? sizeBytes - mostBytes - 1 : Math.min(from, sizeBytes);
  const text = (await readFrom(file, begin, sizeBytes - begin)).toString('utf8');
  return isCut ? afterCut(text) : text;
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/**
 * Whole lines that are written to a log after `offset`, until `signal`; one that is longer than a
 * piece comes in parts, each of whole words. `fileNow` says which log it is: another one is read from
 * its beginning.
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
    const end = rest.lastIndexOf(0x0a) + 1;
    const isLong = end === 0 && rest.length >= PIECE_BYTES;
    const cut = isLong ? lastWordEnd(rest) : end;
    yield* linesOf(rest.toString('utf8', 0, cut));
    rest = rest.subarray(cut);
  }
}

function linesOf(text: string): readonly LogLine[] {
  if (text === '') return [];
  const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
  return whole.split(/\r?\n/u).map((text) => ({ text }));
}

/** Where no value is cut in two; before the last letter where it is all one word. */
function lastWordEnd(line: Buffer): number {
  const bytes = line.toString('latin1');
  // Bytes of which no letter consists.
  const words = /^[^]*[\t-\r "',;]/u.exec(bytes)?.[0].length;
  return words ?? (/[^\x80-\xbf][\x80-\xbf]{0,3}$/u.exec(bytes)?.index || line.length);
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
