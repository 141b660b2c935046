import type { MessageEntity, User } from '@grammyjs/types';
import { readDateTimeFormat } from './date-time.ts';
import { checkLink, userIdOf } from './link.ts';
import { refusal } from '../refusal.ts';

/** Formats that may overlap and touch; the server makes one of two that touch. */
export const FORMATS = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'] as const;

const MAX_OFFSET = 1_000_000;
const PLAIN = new Set<string>([...FORMATS, 'blockquote', 'expandable_blockquote', 'code']);
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

type Given = Readonly<Record<string, unknown>>;

/** Reads the `entities` of a request. @throws {Refusal} for what is no entity ([S] 11341) */
export function readEntities(value: unknown): MessageEntity[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => readEntity(item) ?? []);
}

function readEntity(value: unknown): MessageEntity | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw cannotParse('expected an Object');
  const given = value as Given;
  const place = { offset: integer(given, 'offset'), length: integer(given, 'length') };
  const type = text(given, 'type');
  if (type === '') throw cannotParse('Type is not specified');
  if (PLAIN.has(type)) return { type, ...place } as MessageEntity;
  if (DETECTED.has(type)) return undefined;
  switch (type) {
    case 'pre': {
      const language = given['language'] === undefined ? '' : text(given, 'language');
      return language ? { type, ...place, language } : { type, ...place };
    }
    case 'text_link':
      return { type, ...place, url: text(given, 'url') };
    case 'custom_emoji':
      return { type, ...place, custom_emoji_id: longNumber(given, 'custom_emoji_id') };
    case 'text_mention':
      return { type, ...place, user: { id: userId(given) } as User };
    case 'date_time':
      return { type, ...place, ...dateTime(given) };
    default:
      throw cannotParse('Unsupported type specified');
  }
}

function cannotParse(reason: string): Error {
  return refusal(`Can't parse MessageEntity: ${reason}`);
}

function integer(given: Given, name: string): number {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (!Number.isInteger(value)) throw cannotParse(`Field "${name}" must be of type Number`);
  return value as number;
}

function text(given: Given, name: string): string {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (typeof value !== 'string') throw cannotParse(`Field "${name}" must be of type String`);
  return value;
}

function longNumber(given: Given, name: string): string {
  if (given[name] === undefined) throw cannotParse(`Can't find field "${name}"`);
  const digits = JSON.stringify(given[name]).replace(/^"(.*)"$/u, '$1');
  if (!/^-?\d+$/u.test(digits) || BigInt.asIntN(64, BigInt(digits)) !== BigInt(digits))
    throw cannotParse(`Field "${name}" must be a valid Number`);
  return digits;
}

function userId(given: Given): number {
  const { user } = given;
  if (user === undefined) throw cannotParse(`Can't find field "user"`);
  if (typeof user !== 'object' || user === null)
    throw cannotParse('Field "user" must be of type Object');
  return integer(user as Given, 'id');
}

function dateTime(
  given: Given,
): Pick<MessageEntity.DateTimeMessageEntity, 'unix_time' | 'date_time_format'> {
  const unix_time = integer(given, 'unix_time');
  const asked = given['date_time_format'] === undefined ? '' : text(given, 'date_time_format');
  const date_time_format = readDateTimeFormat(asked);
  if (date_time_format === undefined) throw cannotParse('Invalid date-time format specified');
  return { unix_time, date_time_format };
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

/**
 * Checks what entities name: links, people, custom emoji, dates. A link to a user is a mention;
 * a mention of somebody the bot cannot know goes without a word. @throws {Refusal}
 */
export function resolveEntities(
  entities: readonly MessageEntity[],
  userOf: (id: number) => User | undefined,
): MessageEntity[] {
  const mention = ({ offset, length }: MessageEntity, id: number): MessageEntity[] => {
    if (id <= 0) throw refusal('User not found');
    const user = userOf(id);
    return user ? [{ type: 'text_mention', offset, length, user: { ...user } }] : [];
  };
  return entities.flatMap((entity) => {
    if (entity.type === 'text_mention') return mention(entity, entity.user.id);
    if (entity.type === 'text_link') {
      const id = userIdOf(entity.url);
      if (id !== undefined) return mention(entity, id);
      const link = checkLink(entity.url);
      if ('url' in link) return [{ ...entity, url: link.url }];
      throw refusal(`Entity URL '${entity.url}' is invalid: ${link.reason}`);
    }
    if (entity.type === 'custom_emoji' && BigInt(entity.custom_emoji_id) === 0n)
      throw refusal('Invalid custom emoji identifier specified');
    if (entity.type === 'date_time' && entity.unix_time <= 0)
      throw refusal('Invalid date specified');
    return [entity];
  });
}
