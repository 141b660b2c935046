import type { LogLine } from './port.ts';

const MOST_CHARS = 16 * 1024;

/** The beginning of a line that is too long to be kept; its mark says that it was cut. */
export function cutLine(text: string): string {
  return text.length <= MOST_CHARS ? text : `${text.slice(0, MOST_CHARS - 1)}…`;
}

/** A line that is too long to be shown as one. */
export function inParts(line: LogLine): readonly LogLine[] {
  const parts = Math.max(1, Math.ceil(line.text.length / MOST_CHARS));
  return Array.from({ length: parts }, (_, index) => ({
    ...line,
    text: line.text.slice(index * MOST_CHARS, (index + 1) * MOST_CHARS),
  }));
}
