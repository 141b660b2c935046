import type { MessageEntity } from '@grammyjs/types';
import { overlaps } from './detect.ts';
import { refusal } from './refusal.ts';

/** Telegram keeps no more of a bot's own entities than this. */
export const MAX_ENTITIES = 100;
const MAX_OFFSET = 1_000_000;

const FORMATS = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'] as const;
const PLAIN = new Set<string>([...FORMATS, 'blockquote', 'expandable_blockquote', 'code']);
const SPLITTABLE = new Set<string>(FORMATS);
/** The server finds these by itself and skips what a bot says about them. */
const DETECTED = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
]);
/** Outer entities come first where two cover the same text. */
const ORDER = ['expandable_blockquote', 'blockquote', 'pre', 'code', 'text_link', ...FORMATS];

/** Reads the `entities` of a request. @throws {Refusal} for what is no entity */
export function readEntities(value: unknown): MessageEntity[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => readEntity(item) ?? []);
}

function readEntity(value: unknown): MessageEntity | undefined {
  if (typeof value !== 'object' || value === null) throw cannotParse('expected an Object');
  const given = value as Readonly<Record<string, unknown>>;
  const place = { offset: integer(given, 'offset'), length: integer(given, 'length') };
  const type = text(given, 'type');
  if (PLAIN.has(type)) return { type, ...place } as MessageEntity;
  if (DETECTED.has(type)) return undefined;
  switch (type) {
    case 'pre': {
      const language = given['language'] === undefined ? '' : text(given, 'language');
      return language ? { type, ...place, language } : { type, ...place };
    }
    case 'text_link': {
      const url = text(given, 'url');
      return URL.canParse(url) ? { type, ...place, url } : undefined;
    }
    case 'custom_emoji':
      return { type, ...place, custom_emoji_id: text(given, 'custom_emoji_id') };
    case 'text_mention':
    case 'date_time':
      return { ...given, ...place } as MessageEntity;
    default:
      throw cannotParse('Unsupported type specified');
  }
}

function cannotParse(reason: string): Error {
  return refusal(`Can't parse MessageEntity: ${reason}`);
}

function integer(given: Readonly<Record<string, unknown>>, name: string): number {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (!Number.isInteger(value)) throw cannotParse(`Field "${name}" must be of type Number`);
  return value as number;
}

function text(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (typeof value !== 'string') throw cannotParse(`Field "${name}" must be of type String`);
  return value;
}

/** Refuses entities that do not lie in `content` or cut a character in two; offsets in UTF-16. */
export function checkRanges(content: string, entities: readonly MessageEntity[]): void {
  for (const { offset, length } of entities) {
    if (offset < 0 || offset > MAX_OFFSET)
      throw refusal(`Receive an entity with incorrect offset ${offset}`);
    if (length < 0 || length > MAX_OFFSET)
      throw refusal(`Receive an entity with incorrect length ${length}`);
    const end = offset + length;
    if (length === 0) continue;
    if (offset > content.length)
      throw refusal(`Entity begins after the end of the text at UTF-16 offset ${offset}`);
    if (end > content.length) {
      const where = `ends after the end of the text at UTF-16 offset ${end}`;
      throw refusal(`Entity beginning at UTF-16 offset ${offset} ${where}`);
    }
    if (isInsidePair(content, offset))
      throw refusal(`Entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${offset}`);
    if (isInsidePair(content, end)) {
      const where = `ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`;
      throw refusal(`Entity beginning at UTF-16 offset ${offset} ${where}`);
    }
  }
}

function isInsidePair(content: string, at: number): boolean {
  return at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(content.slice(at - 1, at + 1));
}

/** The entities as a message carries them: clipped, sorted, none empty, none inside code. */
export function normalizeEntities(
  entities: readonly MessageEntity[],
  textLength: number,
): MessageEntity[] {
  const clipped = sort(entities.map((entity) => clip(entity, 0, textLength)).filter(isSomething));
  const code: MessageEntity[] = [];
  for (const entity of clipped.filter(isCode).toSorted(byLanguage))
    if (!code.some((other) => overlaps(other, entity))) code.push(entity);
  const rest = clipped
    .filter((entity) => !isCode(entity))
    .flatMap((entity) => cutOut(entity, code));
  return sort([...code, ...merge(rest)]);
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
function cutOut(entity: MessageEntity, code: readonly MessageEntity[]): MessageEntity[] {
  if (entity.type.endsWith('blockquote')) return [entity];
  if (!SPLITTABLE.has(entity.type))
    return code.some((block) => overlaps(block, entity)) ? [] : [entity];
  let parts = [entity];
  for (const block of code) {
    parts = parts.flatMap((part) =>
      overlaps(part, block)
        ? [clip(part, 0, block.offset), clip(part, block.offset + block.length, Infinity)]
        : [part],
    );
  }
  return parts.filter(isSomething);
}

/** Two formats of one kind that touch are one. */
function merge(entities: readonly MessageEntity[]): MessageEntity[] {
  const merged: MessageEntity[] = [];
  for (const entity of sort(entities)) {
    const before = merged.findLast((other) => other.type === entity.type);
    const end = before ? before.offset + before.length : -1;
    if (before && SPLITTABLE.has(entity.type) && end >= entity.offset)
      before.length = Math.max(end, entity.offset + entity.length) - before.offset;
    else merged.push({ ...entity });
  }
  return merged;
}
