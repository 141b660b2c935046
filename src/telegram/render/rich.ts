import { safeText } from './safe-text.ts';

/** A Telegram message entity; offset and length are in UTF-16 code units. */
export interface Entity {
  readonly type:
    | 'bold'
    | 'italic'
    | 'strikethrough'
    | 'code'
    | 'pre'
    | 'text_link'
    | 'blockquote'
    | 'expandable_blockquote';
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

/** Formatted text as Telegram takes it without a parse mode: it cannot fail to parse. */
export interface Rich {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** A stretch of formatting. One object is one entity wherever its runs touch. */
export type Style = Omit<Entity, 'offset' | 'length'>;

/** Text with the styles it stands in. */
export interface Run {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** Text without formatting. An HTML entity is no way around `safeText`. */
export function bare(text: string): Run[] {
  return [{ text: safeText(text), styles: [] }];
}

/** Adds `style` where Telegram allows it: code stands in nothing but a quote, equals do not nest. */
export function styled(runs: readonly Run[], style: Style): Run[] {
  const isQuote = style.type.endsWith('blockquote');
  return runs.map((run) => {
    const blocked = run.styles.some(
      ({ type }) => type === style.type || (!isQuote && (type === 'code' || type === 'pre')),
    );
    return blocked ? run : { ...run, styles: [style, ...run.styles] };
  });
}

/** Starts each line after the first with `prefix`, except inside and right before a code block. */
export function indented(runs: readonly Run[], prefix: string): Run[] {
  return runs.map((run, at) => {
    if (isCodeBlock(run)) return run;
    const text = run.text.replaceAll('\n', `\n${prefix}`);
    const next = runs[at + 1];
    const hangs = next !== undefined && isCodeBlock(next) && text.endsWith(`\n${prefix}`);
    return { ...run, text: hangs ? text.slice(0, text.length - prefix.length) : text };
  });
}

/** The plain text of `runs`. */
export function textOf(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

/** Joins runs into one message text: no empty entity, none outside the text, ends trimmed. */
export function toRich(runs: readonly Run[]): Rich {
  const text = textOf(runs);
  const spans: { style: Style; start: number; end: number }[] = [];
  const open = new Map<Style, { style: Style; start: number; end: number }>();
  let offset = 0;
  for (const run of runs) {
    const end = offset + run.text.length;
    for (const style of run.styles) {
      const span = open.get(style);
      if (span?.end === offset) span.end = end;
      else {
        const fresh = { style, start: offset, end };
        open.set(style, fresh);
        spans.push(fresh);
      }
    }
    offset = end;
  }
  const entities = spans.map(({ style, start, end }) => toEntity(style, start, end));
  return slice({ text, entities: entities.toSorted(inOrder) }, 0, text.length);
}

/** The part of `rich` between two offsets, outer white space trimmed, entities cut to fit. */
export function slice(rich: Rich, from: number, to: number): Rich {
  let start = from;
  let end = to;
  const code = rich.entities.find(
    (one) => one.type === 'pre' && one.offset < to && one.offset + one.length > from,
  );
  const firstCode = code ? Math.max(code.offset, from) : to;
  while (start < firstCode && isSpace(rich.text, start)) start += 1;
  while (end > start && isSpace(rich.text, end - 1)) end -= 1;
  const entities = rich.entities.flatMap((one) => {
    const begins = Math.max(one.offset, start);
    const ends = Math.min(one.offset + one.length, end);
    return ends > begins ? [{ ...one, offset: begins - start, length: ends - begins }] : [];
  });
  return { text: rich.text.slice(start, end), entities };
}

/** `rich` behind a line of plain text. */
export function prefixed(prefix: string, rich: Rich): Rich {
  return {
    text: prefix + rich.text,
    entities: rich.entities.map((one) => ({ ...one, offset: one.offset + prefix.length })),
  };
}

function toEntity(style: Style, start: number, end: number): Entity {
  return { ...style, offset: start, length: end - start };
}

function inOrder(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length;
}

function isCodeBlock(run: Run): boolean {
  return run.styles.some(({ type }) => type === 'pre');
}

function isSpace(text: string, at: number): boolean {
  return /\s/u.test(text[at] ?? '');
}
