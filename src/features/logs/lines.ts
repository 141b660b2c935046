import type { Masker } from '#lib/mask/masker.ts';
import type { LogLine } from '#ports/deployer/port.ts';
import { prettyLine, type ShownLine } from './pretty.ts';
import type { LeastLevel, LogWish } from './wish.ts';

const LEAST: Readonly<Record<LeastLevel, number>> = { error: 50, warn: 40, info: 30 };
/** Of a line that does not say: most programs print what they do. */
const USUAL_LEVEL = 30;

/**
 * The lines that a wish means, the newest last, without secrets: all of `lines` is masked before
 * anything is chosen or cut, so that a search finds no secret. Of one that is cut where `lines`
 * begin, what is left is known only by the lines before it: give more than are shown.
 */
export function chosenLines(
  lines: readonly LogLine[],
  { level, search, lines: most }: Pick<LogWish, 'level' | 'search' | 'lines'>,
  masker: Pick<Masker, 'mask'>,
): readonly string[] {
  const least = level === undefined ? 0 : LEAST[level];
  const needle = search?.toLowerCase();
  const chosen: string[] = [];
  let before = USUAL_LEVEL;
  for (const line of masked(lines, masker)) {
    const shown = prettyLine(line);
    const own = levelOf(shown, before);
    before = own;
    if (own < least) continue;
    if (needle !== undefined && !shown.text.toLowerCase().includes(needle)) continue;
    chosen.push(shown.text);
  }
  // Fields that were JSON a moment ago may hold what was hidden by its quoting.
  const last = most === 0 ? [] : chosen.slice(-most);
  return masker.mask(last.join('\n')).split('\n').filter(Boolean);
}

/** A line that is indented goes on with the one before it, such as a stack. */
function levelOf({ level, text }: ShownLine, before: number): number {
  return /^\s/u.test(text) ? before : (level ?? USUAL_LEVEL);
}

/** What spans several lines is found only in all of them. */
function masked(lines: readonly LogLine[], masker: Pick<Masker, 'mask'>): readonly LogLine[] {
  const texts = masker.mask(lines.map(({ text }) => text.replaceAll(/[\r\n]+/gu, ' ')).join('\n'));
  const split = texts === '' ? [] : texts.split('\n');
  if (split.length !== lines.length) return split.map((text) => ({ text }));
  return split.map((text, index) => ({ ...lines[index], text }));
}
