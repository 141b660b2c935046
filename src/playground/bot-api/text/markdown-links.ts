import type { MessageEntity, User } from '@grammyjs/types';
import { readDateTimeFormat } from './date-time.ts';
import { checkLink, userIdOf } from './link.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** Where an entity lies. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What stood there, and the index of its last character. */
interface Found {
  readonly entities: readonly MessageEntity[];
  readonly end: number;
}

/** A refusal of a markup. */
export function cannotParse(reason: string): Refusal {
  return refusal(`Can't parse entities: ${reason}`);
}

/** UTF-8 bytes before the character at `at`. */
export function bytesBefore(markup: string, at: number): number {
  return Buffer.byteLength(markup.slice(0, at));
}

/** Says whether a backslash at `at` takes the next character out of the markup. */
export function isEscaped(markup: string, at: number): boolean {
  const next = markup.charCodeAt(at + 1);
  return markup[at] === '\\' && next > 0 && next <= 126;
}

/** Where the code of a block begins, and its language; `at` is behind the three backticks. */
export function codeStart(markup: string, at: number): { end: number; language: string } {
  const word = /^[^\s`]*/u.exec(markup.slice(at))?.[0] ?? '';
  const after = at + word.length;
  const isLanguage = word !== '' && after < markup.length && markup[after] !== '`';
  const start = isLanguage ? after : at;
  const lineBreak = /^(?:\r\n|\n\r|\n|\r)?/u.exec(markup.slice(start))?.[0].length ?? 0;
  return { end: start + lineBreak, language: isLanguage ? word : '' };
}

/** `[text](url)`, or `[url]`; `at` is the `]`. @throws {Refusal} when the address has no end */
export function linkEntity(markup: string, at: number, place: Place, text: string): Found {
  const given = markup[at + 1] === '(' ? readAddress(markup, at + 2, 'a URL') : undefined;
  const entity = toLink(given?.address ?? text, place);
  return { entities: entity ? [entity] : [], end: given?.end ?? at };
}

/** A link, or a mention of a person; nothing when the address is none. */
export function toLink(address: string, place: Place): MessageEntity | undefined {
  const id = userIdOf(address);
  if (id !== undefined) return { type: 'text_mention', ...place, user: { id } as User };
  const link = checkLink(address);
  return 'url' in link ? { type: 'text_link', ...place, url: link.url } : undefined;
}

/** `![text](tg://emoji?id=…)` or `![text](tg://time?unix=…)`; `at` is the `]`. @throws {Refusal} */
export function specialEntity(markup: string, at: number, place: Place): Found {
  if (markup[at + 1] !== '(')
    throw cannotParse('Custom emoji entity must contain a tg://emoji URL');
  const { address, end } = readAddress(markup, at + 2, 'a custom emoji URL');
  return { entities: [toSpecial(address, place)], end };
}

function toSpecial(address: string, place: Place): MessageEntity {
  const [, host, query = ''] = /^tg:(?:\/\/)?([^/?#]*)[^?#]*\??([^#]*)/iu.exec(address) ?? [];
  if (host === undefined) throw cannotParse('Custom emoji URL must have scheme tg');
  const asked = new URLSearchParams(query);
  if (host.toLowerCase() === 'time')
    return toDateTime(asked.get('unix') ?? '', asked.get('format') ?? '', place);
  if (host.toLowerCase() !== 'emoji') throw cannotParse('Custom emoji URL must have host "emoji"');
  const id = asked.get('id');
  if (id === null) throw cannotParse('Custom emoji URL must have an emoji identifier');
  return toCustomEmoji(id, place);
}

/** A custom emoji of a markup. @throws {Refusal} */
export function toCustomEmoji(id: string, place: Place): MessageEntity {
  if (!/^\d{1,19}$/u.test(id) || BigInt(id) === 0n)
    throw cannotParse('Invalid custom emoji identifier specified');
  return { type: 'custom_emoji', ...place, custom_emoji_id: id };
}

/** A date of a markup. The words of the refusals are td's for explicit entities. @throws {Refusal} */
export function toDateTime(unix: string, format: string, place: Place): MessageEntity {
  const date_time_format = readDateTimeFormat(format);
  if (date_time_format === undefined) throw cannotParse('Invalid date-time format specified');
  const unix_time = /^\d{1,10}$/u.test(unix) ? Number(unix) : 0;
  if (unix_time <= 0) throw cannotParse('Invalid date specified');
  return { type: 'date_time', ...place, unix_time, date_time_format };
}

function readAddress(markup: string, from: number, what: string): { address: string; end: number } {
  let address = '';
  let at = from;
  for (; at < markup.length && markup[at] !== ')'; at += 1) {
    if (isEscaped(markup, at)) at += 1;
    address += markup[at] ?? '';
  }
  if (at < markup.length) return { address, end: at };
  throw cannotParse(`Can't find end of ${what} at byte offset ${bytesBefore(markup, from)}`);
}
