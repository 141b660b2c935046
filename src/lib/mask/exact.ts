import type { Needle } from './encodings.ts';
import type { Rule } from './scan.ts';

/** So much of a value gives it away when a text was cut in the middle of it. */
const CUT_CHARS = 8;
/** At the end of a text nothing says that it was cut: so much, and half of the value, is needed. */
const END_CHARS = 12;
/** Half of a long value is too much to show. */
const MOST_END_CHARS = 24;
/** What is behind that is masked right or wrong, in steps of so many: one letter cannot be tried. */
const STEP_CHARS = 8;
/** Ends a word or a value in ordinary text and in JSON. */
const BOUNDARY = String.raw`\s"'\x60{}[\]()<>,…`;
/** What may end a JSON text behind a value: it stays JSON. */
const MOST_CLOSING = 8;

/**
 * Finds a needle as it is, and its beginning where the text was cut by `…` inside of it, or ends in
 * it. What anybody can guess of it, such as `postgres://`, is no beginning of its own: otherwise
 * ordinary words were masked, and by what is masked a value could be guessed bit by bit.
 */
export function exactRule({ text: needle, head }: Needle, kind: string): Rule {
  const rest = needle.length - head;
  const wrong = wrongOf(needle);
  const toMark = new RegExp(`${wrong}(?=…|\\.{3})`, 'u');
  const toEnd = new RegExp(`${wrong}(?="?[}\\]]{0,${MOST_CLOSING - 1}}$)`, 'u');
  const leastAtEnd = head + Math.max(END_CHARS, Math.min(Math.ceil(rest / 2), MOST_END_CHARS));
  return {
    kind,
    trigger: needle,
    mayBeCut: true,
    locate({ text, mayBeCut }, at) {
      if (text.startsWith(needle, at)) return { start: at, end: at + needle.length };
      if (!mayBeCut) return undefined;
      let same = 0;
      while (same < needle.length && text.charCodeAt(at + same) === needle.charCodeAt(same))
        same += 1;
      const cut = (least: number, rest: RegExp, more: number) => {
        if (same < least) return undefined;
        const known = at + same - ((same - least) % STEP_CHARS);
        const tail = rest.exec(text.slice(known, known + STEP_CHARS + more));
        return tail ? { start: at, end: known + tail[0].length } : undefined;
      };
      return cut(head + CUT_CHARS, toMark, 3) ?? cut(leastAtEnd, toEnd, MOST_CLOSING);
    },
  };
}

/** What may follow instead of the next characters of `needle`: no boundary that it has not itself. */
function wrongOf(needle: string): string {
  const own = new Set(needle.match(new RegExp(`[${BOUNDARY}]`, 'gu')));
  const each = [`[^${BOUNDARY}]`, ...[...own].map((character) => RegExp.escape(character))];
  return `^(?:${each.join('|')}){0,${STEP_CHARS - 1}}?`;
}
