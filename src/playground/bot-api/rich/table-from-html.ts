import type { RichBlock, RichBlockTableCell, RichText } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import type { HtmlElement, HtmlNode } from './html-tree.ts';

/** A `<table>` with its rows. @throws {Refusal} */
export function toTable(
  { attributes, children }: HtmlElement,
  toText: (nodes: readonly HtmlNode[]) => RichText,
): RichBlock {
  const elements = children.filter((it) => typeof it === 'object');
  const caption = elements.find(({ tag }) => tag === 'caption');
  const cells = elements
    .filter(({ tag }) => tag === 'tr')
    .map((row) =>
      row.children
        .filter((it) => typeof it === 'object')
        .filter(({ tag }) => tag === 'td' || tag === 'th')
        .map((cell) => toCell(cell, toText(cell.children))),
    );
  return {
    type: 'table',
    cells,
    ...(attributes.has('bordered') ? { is_bordered: true } : {}),
    ...(attributes.has('striped') ? { is_striped: true } : {}),
    ...(attributes.has('compact') ? { is_compact: true } : {}),
    ...(caption ? { caption: toText(caption.children) } : {}),
  };
}

function toCell({ tag, attributes }: HtmlElement, text: RichText): RichBlockTableCell {
  const isHeader = tag === 'th';
  const colspan = span(attributes.get('colspan'), 'colspan');
  const rowspan = span(attributes.get('rowspan'), 'rowspan');
  return tableCell({
    ...(text === '' ? {} : { text }),
    isHeader,
    colspan,
    rowspan,
    align: attributes.get('align'),
    valign: attributes.get('valign'),
  });
}

function span(given: string | undefined, name: string): number {
  if (given === undefined || given === '') return 1;
  if (!/^\d{1,4}$/u.test(given)) throw refusal(`Invalid table cell ${name} specified`);
  return Math.max(1, Number(given));
}

/** A cell with the alignments that Telegram gives to one without. @throws {Refusal} */
export function tableCell(given: {
  readonly text?: RichText;
  readonly isHeader: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly align: string | undefined;
  readonly valign: string | undefined;
}): RichBlockTableCell {
  const { text, isHeader, colspan, rowspan } = given;
  const align = given.align || (isHeader ? 'center' : 'left');
  const valign = given.valign || 'middle';
  if (align !== 'left' && align !== 'center' && align !== 'right')
    throw refusal('Invalid horizontal alignment specified');
  if (valign !== 'top' && valign !== 'middle' && valign !== 'bottom')
    throw refusal('Invalid vertical alignment specified');
  return {
    ...(text === undefined ? {} : { text }),
    ...(isHeader ? { is_header: true } : {}),
    ...(colspan > 1 ? { colspan } : {}),
    ...(rowspan > 1 ? { rowspan } : {}),
    align,
    valign,
  };
}
