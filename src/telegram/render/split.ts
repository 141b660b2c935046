import { prefixed, slice, type Rich } from './rich.ts';

/**
 * Code points of one message: Telegram takes 4096; the rest is kept for the part's label and for a
 * mark that the outbox may have to add.
 */
const PART_CODE_POINTS = 4_000;

/** Telegram ignores what is beyond. */
export const PART_ENTITIES = 100;

/** Cuts at block, line or word borders into texts that fit one message each; nothing is lost. */
export function split(rich: Rich, limit: number = PART_CODE_POINTS): Rich[] {
  const parts: Rich[] = [];
  for (let from = 0; from < rich.text.length;) {
    const farthest = Math.min(reach(rich.text, from, limit), entityReach(rich, from));
    const to = farthest < rich.text.length ? border(rich, from, farthest) : farthest;
    const part = slice(rich, from, to);
    if (part.text !== '') parts.push(part);
    from = to;
    if (rich.text[from] === '\n') from += 1;
  }
  return parts;
}

/** Each part behind its place in the row, such as `(1/3)`; a single part stays as it is. */
export function labeled(parts: readonly Rich[]): Rich[] {
  if (parts.length < 2) return [...parts];
  return parts.map((part, at) => prefixed(`(${at + 1}/${parts.length})\n`, part));
}

/** The offset that lies `limit` code points behind `from`, or the end. */
function reach(text: string, from: number, limit: number): number {
  let offset = from;
  for (let count = 0; count < limit && offset < text.length; count += 1)
    offset += isPair(text, offset) ? 2 : 1;
  return offset;
}

/** How far a part from `from` may go before it holds too many entities. */
function entityReach(rich: Rich, from: number): number {
  const held = rich.entities.filter((one) => one.offset + one.length > from);
  const surplus = held[PART_ENTITIES];
  return surplus ? Math.max(surplus.offset, from + 1) : rich.text.length;
}

function border(rich: Rich, from: number, farthest: number): number {
  const { text } = rich;
  const half = from + Math.floor((farthest - from) / 2);
  const isInCode = (at: number) =>
    rich.entities.some((e) => e.type === 'pre' && e.offset < at && at < e.offset + e.length);
  for (
    let at = text.lastIndexOf('\n\n', farthest);
    at > half;
    at = text.lastIndexOf('\n\n', at - 1)
  )
    if (!isInCode(at)) return at;
  const line = text.lastIndexOf('\n', farthest);
  if (line > half) return line;
  for (let at = farthest; at > half; at -= 1) if (/\s/u.test(text[at] ?? '')) return at;
  return line > from ? line : graphemeBorder(text, from, farthest);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const GRAPHEME_WINDOW = 128;

/** The last place up to `farthest` where no character of the reader's is torn. */
function graphemeBorder(text: string, from: number, farthest: number): number {
  let start = Math.max(from, farthest - GRAPHEME_WINDOW);
  if (start > from && isPair(text, start - 1)) start += 1;
  let last = start;
  for (const { index } of graphemes.segment(text.slice(start, farthest + GRAPHEME_WINDOW))) {
    if (start + index > farthest) break;
    last = start + index;
  }
  if (last > from) return last;
  return isPair(text, farthest - 1) ? farthest - 1 : farthest;
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xff_ff;
}
