import type { Entity, Rich } from './rich.ts';

/**
 * What Telegram would turn into something by itself: `@name` rings whoever is called so, `/name`
 * is sent as a command by a tap, and `main.py` becomes a link to a site in Paraguay. `@types/node`
 * is taken whole. Where each may begin and end is Telegram's own rule [TD] MessageEntity.cpp
 * match_mentions, match_bot_commands.
 */
const BAIT = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}_])@[A-Za-z0-9_]{2,}(?:[./-]+[A-Za-z0-9_]+)*`,
    String.raw`(?<![\p{L}\p{N}_/<>])\/(?<command>[A-Za-z0-9_]{1,64})(?:@[A-Za-z0-9_]+)?(?![\p{L}\p{N}_/>])`,
    String.raw`(?<![\p{L}\p{N}_@:/?&=#.-])[A-Za-z0-9_][A-Za-z0-9_./-]*\.(?:cc|md|ml|mov|pl|ps|py|rs|sh|so|zip)(?![\p{L}\p{N}_-]|[./?#@][\p{L}\p{N}_])`,
  ].join('|'),
  'gu',
);

/**
 * `rich` in which nothing rings or acts by accident: names, unknown commands and file names are
 * shown as code, where Telegram looks for nothing and a copy stays exact (an invisible character
 * would not). `commands` are those of this bot: they are offered for tapping on purpose, and a tap
 * sends them as the one who taps, with that person's rights.
 */
export function disarmed(rich: Rich, commands: ReadonlySet<string>): Rich {
  const closed = rich.entities
    .filter(({ type }) => CLOSED.has(type))
    .map(({ offset, length }) => ({ start: offset, end: offset + length }));
  const found = [...rich.text.matchAll(BAIT)].flatMap((match): Span[] => {
    const command = match.groups?.['command']?.toLowerCase();
    if (command !== undefined && commands.has(command) && !match[0].includes('@')) return [];
    const span = { start: match.index, end: match.index + match[0].length };
    return without(span, closed);
  });
  if (found.length === 0) return rich;
  const kept = rich.entities.flatMap((one) => withHoles(one, found));
  const code = found.map(({ start, end }) => {
    return { type: 'code' as const, offset: start, length: end - start };
  });
  const entities = [...kept, ...code].toSorted(
    (a, b) => a.offset - b.offset || b.length - a.length,
  );
  return { text: rich.text, entities };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Telegram looks for nothing inside these. */
const CLOSED = new Set<Entity['type']>(['code', 'pre', 'text_link']);

/** Code stands in nothing but a quote: other formats end before it and begin again behind it. */
function withHoles(entity: Entity, holes: readonly Span[]): Entity[] {
  if (entity.type.endsWith('blockquote')) return [entity];
  const span = { start: entity.offset, end: entity.offset + entity.length };
  return without(span, holes).map(({ start, end }) => {
    return { ...entity, offset: start, length: end - start };
  });
}

/** What is left of `span` outside `holes`, which are in order. */
function without({ start, end }: Span, holes: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let from = start;
  for (const hole of holes) {
    if (hole.end <= from || hole.start >= end) continue;
    if (hole.start > from) parts.push({ start: from, end: hole.start });
    from = hole.end;
  }
  if (from < end) parts.push({ start: from, end });
  return parts;
}
