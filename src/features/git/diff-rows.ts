import { visible } from '#lib/visible.ts';
import type { Hunk } from '#ports/git/diff.ts';

/** Columns of a phone, and rows that are on its screen at once. */
const COLUMNS = 60;
const ROWS = 30;
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

/** Rows by pages of one screen. */
export function toPages(rows: readonly string[]): readonly (readonly string[])[] {
  const count = Math.max(1, Math.ceil(rows.length / ROWS));
  return Array.from({ length: count }, (_, at) => rows.slice(at * ROWS, (at + 1) * ROWS));
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
    if (columns + wide > COLUMNS) {
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
  return Iterator.from(graphemes.segment(text)).map(({ segment }) => segment);
}

/** Never too few: letters beyond Europe's and signs may take two. */
function columnsOf(piece: string): number {
  return (piece.codePointAt(0) ?? 0) < 0x5_30 || piece.startsWith(GOES_ON) ? 1 : 2;
}
