import type { RichBlock, RichText } from '@grammyjs/types';
import { type Fields, fieldReader, isFields } from '../keyboards/fields.ts';
import { refusal } from '../refusal.ts';
import { tableCell } from './table-from-html.ts';

const PREFIX = "Can't parse InputRichBlock: ";

/** Reads a table of a request: a grid of cells, row by row. @throws {Refusal} */
export function readInputTable(value: Fields, toText: (value: unknown) => RichText): RichBlock {
  const { cells: rows, caption } = value;
  const read = fieldReader(value, PREFIX);
  const unrowed = `${PREFIX}Field "cells" must be an Array of Arrays`;
  if (!Array.isArray(rows)) throw refusal(unrowed);
  const cells = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw refusal(unrowed);
    return row.map((cell: unknown) => readCell(cell, toText));
  });
  return {
    type: 'table',
    cells,
    ...(read.flag('is_bordered') ? { is_bordered: true } : {}),
    ...(read.flag('is_striped') ? { is_striped: true } : {}),
    ...(read.flag('is_compact') ? { is_compact: true } : {}),
    ...(caption === undefined ? {} : { caption: toText(caption) }),
  };
}

function readCell(value: unknown, toText: (value: unknown) => RichText) {
  if (!isFields(value)) throw refusal('RichBlockTableCell must be an Object');
  const read = fieldReader(value, PREFIX);
  const text = value['text'] === undefined ? '' : toText(value['text']);
  return tableCell({
    ...(text === '' ? {} : { text }),
    isHeader: read.flag('is_header'),
    colspan: span(value['colspan'], 'colspan'),
    rowspan: span(value['rowspan'], 'rowspan'),
    align: read.optionalText('align'),
    valign: read.optionalText('valign'),
  });
}

function span(given: unknown, name: string): number {
  if (given === undefined) return 1;
  if (!Number.isInteger(given) || Number(given) < 0)
    throw refusal(`Invalid table cell ${name} specified`);
  return Math.max(1, Number(given));
}
