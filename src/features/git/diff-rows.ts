import { visible } from '#lib/visible.ts';
import type { Hunk } from '#ports/git/diff.ts';

/** Columns of a phone, and rows that are on its screen at once with all buttons below. */
const COLUMNS = 37;
const ROWS = 24;
/** Telegram takes 4096 of all; letters may be made of dozens of characters. */
const PAGE_CHARACTERS = 3_000;
/** A letter with more marks than that is torn apart. */
const LETTER_CHARACTERS = 64;
/** Stands behind the sign of a row that goes on with the line above. */
const GOES_ON = '↳';

/** The rows of a diff, none wider than a phone's screen; what is longer goes on below. */
export function toRows(hunks: readonly Hunk[], noEnd: string): readonly string[] {
  return hunks.flatMap((hunk) => [
    ...wrapped('@', `@ -${hunk.oldStart} +${hunk.newStart} @@ ${visible(hunk.heading)}`.trimEnd()),
    ...hunk.lines.flatMap(({ sign, text, isUnended }) => [
      ...wrapped(sign, readable(text)),
      ...(isUnended ? wrapped('\\', ` ${noEnd}`) : []),
    ]),
  ]);
}

/** Rows by pages of one screen, each of which is one message. */
export function toPages(rows: readonly string[]): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let page: string[] = [];
  let characters = 0;
  for (const row of rows) {
    if (page.length === ROWS || (page.length > 0 && characters + row.length > PAGE_CHARACTERS)) {
      pages.push(page);
      page = [];
      characters = 0;
    }
    page.push(row);
    characters += row.length + 1;
  }
  return [...pages, page];
}

/** A tab is as wide as it likes, and a change of it would not be seen. */
function readable(text: string): string {
  return visible(text.replaceAll('\t', '⇥ '));
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const MOST_PLAIN = /^[\u0020-\u007e]*$/u;

function wrapped(sign: string, text: string): readonly string[] {
  const rows: string[] = [];
  let row = sign;
  let columns = 1;
  for (const piece of pieces(text)) {
    const wide = columnsOf(piece);
    if (columns + wide > COLUMNS || row.length + piece.length > PAGE_CHARACTERS) {
      rows.push(row);
      row = sign + GOES_ON;
      columns = 2;
    }
    row += piece;
    columns += wide;
  }
  return [...rows, row];
}

/** What is not torn apart; plain characters are taken one by one, because that is fast. */
function pieces(text: string): Iterable<string> {
  if (MOST_PLAIN.test(text)) return text;
  return Iterator.from(graphemes.segment(text)).flatMap(({ segment }) =>
    segment.length > LETTER_CHARACTERS ? Array.from(segment) : [segment],
  );
}

/** Never too few: letters beyond Europe's and signs may take two. */
function columnsOf(piece: string): number {
  return (piece.codePointAt(0) ?? 0) < 0x5_30 || piece.startsWith(GOES_ON) ? 1 : 2;
}
