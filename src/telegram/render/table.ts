import type { Tokens } from 'marked';
import { inline } from './inline.ts';
import { bare, indented, styled, textOf, type Run } from './rich.ts';
import { columnsOf } from './width.ts';

/** A wider table breaks its lines on a phone: it is shown as a list of its rows instead. */
const MAX_TABLE_COLUMNS = 60;

/** A Markdown table: as aligned monospace lines, or row by row where these would be too wide. */
export function table(token: Tokens.Table, depth: number): Run[] {
  if (losesCells(token)) return styled(bare(token.raw.trimEnd()), { type: 'pre' });
  const cells = [token.header, ...token.rows].map((row) =>
    row.map((cell) => oneLine(inline(cell.tokens, depth))),
  );
  const widths = token.header.map((_, column) =>
    Math.max(3, ...cells.map((row) => columnsOf(textOf(row[column] ?? [])))),
  );
  const width = widths.reduce((sum, size) => sum + size, 3 * (widths.length - 1));
  if (width > MAX_TABLE_COLUMNS) return rowByRow(cells);
  return styled(bare(aligned(cells, widths, token.align)), { type: 'pre' });
}

/** The header as a bold line, then each row under its first cell, the others with their names. */
function rowByRow([header = [], ...rows]: readonly (readonly Run[][])[]): Run[] {
  const names = header.filter((name) => textOf(name) !== '');
  const title = styled(
    names.flatMap((name, at) => (at === 0 ? name : [...bare(' · '), ...name])),
    { type: 'bold' },
  );
  const lines = [title, ...rows.map((row) => asListItem(row, header))];
  return lines
    .filter((line) => textOf(line) !== '')
    .flatMap((line, at) => (at === 0 ? line : [...bare('\n'), ...line]));
}

function asListItem([first = [], ...others]: readonly Run[][], header: readonly Run[][]): Run[] {
  // Two columns need no names: the title has just said them.
  const isNamed = header.length > 2;
  const lines = others.flatMap((cell, at): Run[] => {
    if (textOf(cell) === '') return [];
    const name = textOf(header[at + 1] ?? []);
    return [...bare(isNamed && name !== '' ? `\n${name}: ` : '\n'), ...cell];
  });
  return [...bare('• '), ...styled(first, { type: 'bold' }), ...indented(lines, '   ')];
}

function aligned(
  cells: readonly (readonly Run[][])[],
  widths: readonly number[],
  align: Tokens.Table['align'],
): string {
  const [header = '', ...rows] = cells.map((row) =>
    widths.map((size, column) => pad(textOf(row[column] ?? []), size, align[column])).join(' | '),
  );
  const rule = widths.map((size) => '-'.repeat(size)).join('-|-');
  return [header, rule, ...rows].map((line) => line.trimEnd()).join('\n');
}

/** GitHub's rules drop the cells of a row that is longer than the header; we lose no text. */
export function losesCells(token: Tokens.Table): boolean {
  const bones = (text: string) => text.replaceAll(/[\s|\\]/gu, '');
  const lines = token.raw.trimEnd().split('\n');
  const source = bones([lines[0], ...lines.slice(2)].join(''));
  return (
    source !==
    bones(
      [token.header, ...token.rows]
        .flat()
        .map((cell) => cell.text)
        .join(''),
    )
  );
}

/** White space as single spaces, none at the ends. */
function oneLine(runs: readonly Run[]): Run[] {
  const single = runs.map((run) => ({ ...run, text: run.text.replaceAll(/\s+/gu, ' ') }));
  const [first] = single;
  const last = single.at(-1);
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return single.filter((run) => run.text !== '');
}

function pad(text: string, size: number, align: Tokens.Table['align'][number] | undefined): string {
  const gap = Math.max(0, size - columnsOf(text));
  if (align === 'right') return ' '.repeat(gap) + text;
  if (align === 'center') return ' '.repeat(gap >> 1) + text + ' '.repeat(gap - (gap >> 1));
  return text + ' '.repeat(gap);
}
