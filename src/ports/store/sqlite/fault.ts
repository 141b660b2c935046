import { Fault } from '#kernel/fault.ts';

/** By SQLite's primary result code. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [3, 'the user that runs CodeFoundry may not use it: give it the directory and the files'],
  [5, 'another program holds it: close that program'],
  [6, 'another program holds it: close that program'],
  [8, 'it cannot be written: check its owner, its permissions and that the disk is not read-only'],
  [10, 'the disk failed: check the disk, then restore the newest backup'],
  [11, 'it is damaged: stop CodeFoundry, move it away and restore the newest backup'],
  [13, 'the disk is full: make room'],
  [14, 'it cannot be opened: check that the directory exists and who owns it'],
  [26, 'it is damaged or no database: stop CodeFoundry, move it away and restore a backup'],
]);

/** What the file system says, as the result code that means the same. */
const SAME_AS: ReadonlyMap<unknown, number> = new Map([
  ['EACCES', 3],
  ['EPERM', 3],
  ['EROFS', 8],
  ['EIO', 10],
  ['ENOSPC', 13],
]);

/** Any error of the store as a fault that says what to do. A fault stays as it is. */
export function toFault(error: unknown, file: string): Fault {
  if (error instanceof Fault) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const advice = ADVICE.get(resultCode(error));
  const detail = advice === undefined ? `${file}: ${reason}` : `${file}: ${advice} (${reason})`;
  return new Fault('store-failed', detail, { cause: error });
}

function resultCode(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  // The low byte is the primary code, the rest says more exactly what failed.
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return ('code' in error ? SAME_AS.get(error.code) : undefined) ?? 0;
}
