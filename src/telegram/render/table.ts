import type { Tokens } from 'marked';
import { plainInline } from './inline.ts';

/** A longer cell stands out of its column: padding the others to it would flood the chat. */
const MAX_COLUMN_WIDTH = 40;

/** A Markdown table as aligned monospace lines. */
export function table(token: Tokens.Table): string {
  if (losesCells(token)) return token.raw.trimEnd();
  const rows = [token.header, ...token.rows].map((row) => row.map(cellText));
  const widths = token.header.map((_, column) =>
    Math.min(MAX_COLUMN_WIDTH, Math.max(3, ...rows.map((row) => width(row[column] ?? '')))),
  );
  const lines = rows.map((row) =>
    widths.map((size, column) => pad(row[column] ?? '', size, token.align[column])).join(' | '),
  );
  const rule = widths.map((size) => '-'.repeat(size)).join('-|-');
  return [lines[0] ?? '', rule, ...lines.slice(1)].map((line) => line.trimEnd()).join('\n');
}

// GitHub's rules drop the cells of a row that is longer than the header; we lose no text.
function losesCells(token: Tokens.Table): boolean {
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

function cellText(cell: Tokens.TableCell): string {
  return plainInline(cell.tokens).replaceAll(/\s+/gu, ' ').trim();
}

function pad(
  text: string,
  size: number,
  align: 'center' | 'left' | 'right' | null | undefined,
): string {
  const gap = Math.max(0, size - width(text));
  if (align === 'right') return ' '.repeat(gap) + text;
  if (align === 'center') return ' '.repeat(gap >> 1) + text + ' '.repeat(gap - (gap >> 1));
  return text + ' '.repeat(gap);
}

const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

/** How many monospace columns `text` takes. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{M}|\u200d/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}
