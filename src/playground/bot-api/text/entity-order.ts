import type { MessageEntity } from '@grammyjs/types';
import { FORMATS } from './entities.ts';
import { disjointSpans, type Spans } from './spans.ts';

/** Telegram keeps no more of a bot's own entities than this. */
export const MAX_ENTITIES = 100;

const SPLITTABLE = new Set<string>(FORMATS);
/** Outer entities come first where two cover the same text. */
const ORDER = ['expandable_blockquote', 'blockquote', 'pre', 'code', 'text_link', ...FORMATS];

/** The entities as a message carries them: clipped, sorted, none empty, none inside code. */
export function normalizeEntities(
  entities: readonly MessageEntity[],
  textLength: number,
): MessageEntity[] {
  const clipped = sort(entities.map((entity) => clip(entity, 0, textLength)).filter(isSomething));
  const code = disjointSpans<MessageEntity>();
  for (const entity of clipped.filter(isCode).toSorted(byLanguage)) code.add(entity);
  // What covers the same is one before it is cut: else each of many is cut by each of many.
  const rest = merge(clipped.filter((entity) => !isCode(entity)));
  return sort([...code.list, ...rest.flatMap((entity) => cutOut(entity, code))]);
}

function sort(entities: readonly MessageEntity[]): MessageEntity[] {
  return entities.toSorted(
    (a, b) =>
      a.offset - b.offset || b.length - a.length || ORDER.indexOf(a.type) - ORDER.indexOf(b.type),
  );
}

function clip(entity: MessageEntity, from: number, to: number): MessageEntity {
  const start = Math.max(entity.offset, from);
  const end = Math.min(entity.offset + entity.length, to);
  return { ...entity, offset: start, length: Math.max(0, end - start) };
}

function isSomething(entity: MessageEntity): boolean {
  return entity.length > 0;
}

function isCode(entity: MessageEntity): boolean {
  return entity.type === 'code' || entity.type === 'pre';
}

/** A block that names its language wins over the same block without one. */
function byLanguage(a: MessageEntity, b: MessageEntity): number {
  const knows = (entity: MessageEntity): number =>
    entity.type === 'pre' && entity.language !== undefined ? 1 : 0;
  return knows(b) - knows(a) || a.offset - b.offset;
}

/** Nothing but a quotation goes together with code. */
function cutOut(entity: MessageEntity, code: Spans<MessageEntity>): MessageEntity[] {
  if (entity.type.endsWith('blockquote')) return [entity];
  const blocks = code.across(entity);
  if (!SPLITTABLE.has(entity.type)) return blocks.length > 0 ? [] : [entity];
  const parts: MessageEntity[] = [];
  let from = entity.offset;
  for (const block of blocks) {
    parts.push(clip(entity, from, block.offset));
    from = block.offset + block.length;
  }
  return [...parts, clip(entity, from, Infinity)].filter(isSomething);
}

/** Two formats of one kind that touch are one. */
function merge(entities: readonly MessageEntity[]): MessageEntity[] {
  const merged: MessageEntity[] = [];
  const last = new Map<string, MessageEntity>();
  for (const entity of sort(entities)) {
    const before = last.get(entity.type);
    const end = before ? before.offset + before.length : -1;
    if (before && SPLITTABLE.has(entity.type) && end >= entity.offset)
      before.length = Math.max(end, entity.offset + entity.length) - before.offset;
    else {
      const copy = { ...entity };
      merged.push(copy);
      last.set(entity.type, copy);
    }
  }
  return merged;
}
