import { disarmed } from './disarm.ts';
import { toRich, type Entity, type Rich, type Run } from './rich.ts';

/** Text of a rich message, `[T] RichText`: the few kinds that we write. */
export type RichText = string | readonly RichText[] | FormattedText;

interface FormattedText {
  readonly type: 'bold' | 'italic' | 'strikethrough' | 'code' | 'url';
  readonly text: RichText;
  readonly url?: string;
}

/** Formats inside which Telegram looks for nothing. */
const CLOSED = new Set<Entity['type']>(['code', 'text_link']);

/**
 * Runs as the text of one block. What rings or acts by itself is shown as code, as in a message
 * with entities; of commands only `commands` stay.
 */
export function toRichText(runs: readonly Run[], commands: ReadonlySet<string>): RichText {
  const { text, entities } = disarmed(toRich(runs), commands);
  const parts: RichText[] = [];
  let open: Entity[] = [];
  let next = 0;
  const borders = new Set([
    0,
    text.length,
    ...entities.flatMap((one) => [one.offset, one.offset + one.length]),
  ]);
  const sorted = [...borders].toSorted((a, b) => a - b);
  for (const [at, start] of sorted.entries()) {
    const end = sorted[at + 1];
    if (end === undefined) break;
    open = open.filter((one) => one.offset + one.length > start);
    for (let one = entities[next]; one && one.offset <= start; one = entities[(next += 1)])
      open.push(one);
    const letters = text.slice(start, end);
    const isClosed = open.some(({ type }) => CLOSED.has(type));
    const inner = isClosed ? letters : disarmedAlone(letters, commands);
    parts.push(open.reduceRight(formatted, inner));
  }
  return parts.length === 1 ? (parts[0] ?? '') : parts;
}

/** What stands in the text, without its formats. */
export function lettersOf(text: RichText): string {
  if (typeof text === 'string') return text;
  return 'type' in text ? lettersOf(text.text) : text.map(lettersOf).join('');
}

/**
 * A format ends where another begins, and Telegram may look at each piece by itself: there a name
 * may ring that did not in the whole text, such as the end of `x@name`.
 */
function disarmedAlone(letters: string, commands: ReadonlySet<string>): RichText {
  const parts: RichText[] = [];
  let rest: Rich = { text: letters, entities: [] };
  for (;;) {
    const [first] = disarmed(rest, commands).entities;
    if (!first) break;
    const end = first.offset + first.length;
    parts.push(rest.text.slice(0, first.offset));
    parts.push({ type: 'code', text: rest.text.slice(first.offset, end) });
    rest = { text: rest.text.slice(end), entities: [] };
  }
  const shown = [...parts, rest.text].filter((part) => part !== '');
  return shown.length === 1 ? (shown[0] ?? '') : shown;
}

function formatted(text: RichText, { type, url }: Entity): RichText {
  switch (type) {
    case 'bold':
    case 'italic':
    case 'strikethrough':
    case 'code':
      return { type, text };
    case 'text_link':
      return { type: 'url', text, url: url ?? '' };
    case 'pre':
      return { type: 'code', text };
    case 'blockquote':
    case 'expandable_blockquote':
      return text;
  }
}
