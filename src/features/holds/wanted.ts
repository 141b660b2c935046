import { durationMs, momentAfter } from '#lib/when.ts';

/** What stands behind `/lock` and `/freeze`, apart from what it is about. */
export interface Wanted {
  /** What is not understood as anything else; the first may name what it is about. */
  readonly names: readonly string[];
  /** What stood in quotes; absent: nothing did. */
  readonly quoted?: string;
  readonly untilMs?: number;
  /** The words of a moment that could not be read. */
  readonly badMoment?: string;
}

const MOMENT_WORDS = 2;

/**
 * Reads `production "migration" 2h` and `all until Monday 09:00 "why"`. A reason stands in quotes of
 * any kind; without, whoever asks knows which of the names are one.
 */
export function toWanted(text: string, nowMs: number, utcOffsetMinutes: number): Wanted {
  const quoted = /["“”„«](?<reason>[^"“”„«»]*)["“”»]/u.exec(text);
  const rest = quoted ? text.replace(quoted[0], ' ') : text;
  const words = rest.split(/\s+/u).filter((word) => word !== '');
  const names: string[] = [];
  let untilMs: number | undefined;
  let badMoment: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (/^(?:until|до|till)$/iu.test(word)) {
      const found = momentAt(words, index + 1, nowMs, utcOffsetMinutes);
      if (found) {
        untilMs = found.atMs;
        index += found.length;
      } else {
        badMoment = words.slice(index + 1, index + 1 + MOMENT_WORDS).join(' ');
        index += MOMENT_WORDS;
      }
    } else if (untilMs === undefined && durationMs(word) !== undefined) {
      untilMs = nowMs + (durationMs(word) ?? 0);
    } else names.push(word);
  }
  const reason = quoted?.groups?.['reason']?.trim();
  return {
    names,
    ...(reason !== undefined && { quoted: reason }),
    ...(untilMs !== undefined && { untilMs }),
    ...(badMoment !== undefined && { badMoment }),
  };
}

/** The longest moment that begins at a word. */
function momentAt(
  words: readonly string[],
  start: number,
  nowMs: number,
  utcOffsetMinutes: number,
): { readonly atMs: number; readonly length: number } | undefined {
  for (let length = MOMENT_WORDS; length > 0; length -= 1) {
    const part = words.slice(start, start + length);
    const atMs = part.length === length ? momentAfter(part, nowMs, utcOffsetMinutes) : undefined;
    if (atMs !== undefined) return { atMs, length };
  }
  return undefined;
}
