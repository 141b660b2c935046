import type { Message, MessageEntity, TextQuote } from '@grammyjs/types';
import { isDeepStrictEqual } from 'node:util';
import { refusal } from '../refusal.ts';
import { codePoints } from './text.ts';

/** What part of a message somebody wants to quote. */
export interface WantedQuote {
  readonly text: string;
  /** Formats that must be there too, no more and no less; an app takes those that are there. */
  readonly entities: readonly MessageEntity[] | 'any';
  /** Where it is expected, in UTF-16 units. */
  readonly near: number;
}

/** [T] ReplyParameters.quote. */
const MAX_QUOTE = 1_024;
/** [T] TextQuote.entities: no others are kept in quotes, or compared. */
const QUOTED = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'custom_emoji',
  'date_time',
]);

/** Looks the quote up as the server behind the Bot API does. @throws {Refusal} when it is not there */
export function findQuote(message: Message, { text, entities, near }: WantedQuote): TextQuote {
  const source = message.text ?? message.caption ?? '';
  const formats = message.entities ?? message.caption_entities ?? [];
  const within = (position: number): MessageEntity[] => cutOut(formats, position, text.length);
  const wanted = entities === 'any' ? undefined : sorted(entities.filter(isQuoted));
  const [position] = occurrences(source, text)
    .filter((at) => !wanted || isDeepStrictEqual(within(at), wanted))
    .toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near));
  if (position === undefined || codePoints(text) > MAX_QUOTE) throw refusal('QUOTE_TEXT_INVALID');
  const kept = within(position);
  return { text, ...(kept.length > 0 ? { entities: kept } : {}), position, is_manual: true };
}

function occurrences(source: string, part: string): number[] {
  const found: number[] = [];
  for (let at = source.indexOf(part); at >= 0; at = source.indexOf(part, at + 1)) found.push(at);
  return found;
}

function cutOut(entities: readonly MessageEntity[], from: number, length: number): MessageEntity[] {
  const cut = entities.filter(isQuoted).flatMap((entity) => {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, from + length);
    return start < end ? [{ ...entity, offset: start - from, length: end - start }] : [];
  });
  return sorted(cut);
}

function isQuoted({ type }: MessageEntity): boolean {
  return QUOTED.has(type);
}

function sorted(entities: readonly MessageEntity[]): MessageEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || a.type.localeCompare(b.type));
}
