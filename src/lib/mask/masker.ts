import { assignmentRules } from './assignments.ts';
import { isCommon } from './common.ts';
import { encodingsOf, MIN_SECRET_CHARS } from './encodings.ts';
import { keyBlockRules } from './key-blocks.ts';
import { locatedRules } from './located.ts';
import { type Found, merged, OF_BOT, OF_PROJECT, scan, type Scanner, scanner } from './scan.ts';
import { exactRule } from './exact.ts';
import { tokenRules } from './tokens.ts';

/** What stands where a secret stood. */
export const MASK = '[masked]';

/** The same between letters that have a NUL behind them. */
const WIDE_MASK = MASK.replaceAll(/./gu, '$&\0');

/** Keeps secrets out of text. One per process; every way out goes through it. */
export interface Masker {
  /**
   * From now on no text shows `secret`, in any of its usual encodings. `false` when it is shorter
   * than 8 characters, or a project's that is a plain word or number: masking it would tear
   * ordinary texts apart. `whose` is `bot` unless it is said: what the operator chose is masked
   * whatever it is.
   */
  readonly add: (secret: string, whose?: 'bot' | 'project') => boolean;
  /** `text` without secrets: those that were added, known formats, values of secret names. */
  readonly mask: (text: string) => string;
  /** The same in Markdown, where a backslash may stand inside of a secret. */
  readonly maskMarkdown: (text: string) => string;
  /** Where whole secrets are, in order, without overlaps. */
  readonly find: (text: string) => readonly Found[];
}

/** A masker that knows formats; values are added as they are loaded. */
export function createMasker(secrets: Iterable<string> = []): Masker {
  const known = new Map<string, string>();
  const all: Scanner = scanner([
    ...tokenRules(),
    ...locatedRules(),
    ...keyBlockRules(),
    ...assignmentRules(),
  ]);

  const found = (text: string, how: Parameters<typeof scan>[2] = {}): readonly Found[] => {
    const narrow = scan(all, text, how);
    if (!text.includes('\0')) return narrow;
    const { view, at } = narrowed(text);
    const wide = scan(all, view, how).map(({ start: from, end: to, kind }) => {
      const [start, last] = [at(from), at(to - 1)];
      // What is behind it too: its NUL, or, at an even place, the rest of a letter that only looks
      // like one of the value. At an odd place the NUL stands before it, and that is of the next.
      const isWhole = start % 2 === 0 || text.charAt(last + 1) === '\0';
      return { start, end: Math.min(text.length, last + (isWhole ? 2 : 1)), kind };
    });
    return merged([...narrow, ...wide]);
  };

  const masker: Masker = {
    add(secret, whose = 'bot') {
      const value = secret.trim();
      if (value.length < MIN_SECRET_CHARS) return false;
      if (whose === 'project' && isCommon(value)) return false;
      const kind = whose === 'bot' ? OF_BOT : OF_PROJECT;
      for (const needle of encodingsOf(value)) {
        const { text } = needle;
        if (whose === 'project' && isCommon(text)) continue;
        // The bot's own counts as its own, whoever keeps the same value.
        const before = known.get(text);
        if (before === OF_BOT || before === kind) continue;
        known.set(text, kind);
        all.add(exactRule(needle, kind));
      }
      return true;
    },
    mask: (text) => replaced(text, found(text)),
    maskMarkdown(text) {
      const plain = found(text);
      if (!text.includes('\\')) return replaced(text, plain);
      const { view, at } = unescaped(text);
      const shown = scan(all, view).map(({ start, end, kind }) => ({
        start: at(start),
        // Behind the last character, not before the escape of the next one.
        end: at(end - 1) + 1,
        kind,
      }));
      // Both, and only then replaced: of a secret with an escape inside, the text shows one half.
      return replaced(text, merged([...plain, ...shown]));
    },
    find: (text) => found(text, { mayBeCut: false }),
  };
  for (const secret of secrets) masker.add(secret);
  return masker;
}

/** `value` with every string in it masked, names of fields excepted. */
export function maskDeep<Value>(masker: Pick<Masker, 'mask'>, value: Value): Value {
  const visit = (each: unknown): unknown => {
    if (typeof each === 'string') return masker.mask(each);
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, visit(inner)]));
  };
  return visit(value) as Value;
}

function replaced(text: string, found: readonly Found[]): string {
  if (found.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(from, start), maskFor(text, start, end));
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** As wide as what stood there, so that the bytes behind stay in pairs. */
function maskFor(text: string, start: number, end: number): string {
  if (text.charAt(start + 1) !== '\0') return MASK;
  return (end - start) % 2 === 0 ? WIDE_MASK : WIDE_MASK.slice(0, -1);
}

/**
 * What of `text` was UTF-16, of either byte order, and was read as something else: each character
 * has a NUL behind it, that of the other order begins one later. And where it stands in `text`.
 */
function narrowed(text: string): {
  readonly view: string;
  readonly at: (index: number) => number;
} {
  const runs: string[] = [];
  const begins: number[] = [];
  const places: number[] = [];
  let length = 0;
  for (const { 0: run, index } of text.matchAll(/(?:[\t-~]\0){7,}[\t-~]?/gu)) {
    begins.push(length);
    places.push(index);
    runs.push(run.replaceAll('\0', ''));
    length += Math.ceil(run.length / 2) + 1;
  }
  return {
    view: runs.join('\0'),
    at(index) {
      const run = countUpTo(begins, index) - 1;
      return (places[run] ?? 0) + 2 * (index - (begins[run] ?? 0));
    },
  };
}

/** How many of `sorted` are at most `value`. */
function countUpTo(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `text` as Markdown shows it, as far as escapes go, and where each character stands in it. */
function unescaped(text: string): {
  readonly view: string;
  readonly at: (index: number) => number;
} {
  const dropped: number[] = [];
  const view = text.replaceAll(/\\([!-/:-@[-`{-~])/gu, (_all, character: string, at: number) => {
    // Its place in the view: what stands before it, less the escapes that are gone.
    dropped.push(at - dropped.length);
    return character;
  });
  return { view, at: (index) => index + countUpTo(dropped, index) };
}
