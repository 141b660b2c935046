import type { MessageEntity, User } from '@grammyjs/types';
import { cleanFormatted } from './clean.ts';
import { detectEntities, overlaps } from './detect.ts';
import { checkRanges, readEntities, resolveEntities } from './entities.ts';
import { MAX_ENTITIES, normalizeEntities } from './entity-order.ts';
import { type FormattedText, parseHtml } from './html.ts';
import { parseMarkdown } from './markdown.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';
import { refusal } from '../refusal.ts';
import { NOT_UTF8 } from '../request/utf8.ts';

/** A message's text, in code points after parsing. */
export const MAX_TEXT = 4_096;
/** A caption, in code points after parsing. */
export const MAX_CAPTION = 1_024;
const MAX_RAW_BYTES = 1 << 15;

/** What a request says about a text. */
export interface TextRequest {
  readonly text: string;
  readonly parseMode: string | undefined;
  readonly entities: unknown;
}

/** First look at a text, before its chat is known. @throws {Refusal} */
export function parseText({ text, parseMode, entities }: TextRequest): FormattedText {
  if (Buffer.byteLength(text) > MAX_RAW_BYTES) throw refusal('Text is too long');
  if (!text.isWellFormed()) throw refusal(NOT_UTF8);
  const mode = (parseMode ?? '').toLowerCase();
  if (text === '' || mode === '' || mode === 'none')
    return { text, entities: readEntities(entities) };
  if (mode === 'html') return parseHtml(text);
  if (mode === 'markdown') return parseMarkdown(text);
  if (mode === 'markdownv2') return parseMarkdownV2(text);
  throw refusal('Unsupported parse_mode');
}

/** Second look, once the chat is known: what the message will carry. @throws {Refusal} */
export function finishText(
  parsed: FormattedText,
  limit: {
    readonly max: number;
    readonly tooLong: string;
    readonly isOptional: boolean;
    /** Whom the bot can mention without a name; nobody when absent. */
    readonly userOf?: (id: number) => User | undefined;
  },
): FormattedText {
  const resolved = resolveEntities(parsed.entities, limit.userOf ?? (() => undefined));
  checkRanges(parsed.text, resolved);
  const { text, entities } = trim(cleanFormatted({ text: parsed.text, entities: resolved }));
  if (text === '') {
    if (limit.isOptional) return { text, entities: [] };
    throw refusal('Text must be non-empty');
  }
  if (codePoints(text) > limit.max) throw refusal(limit.tooLong);
  const own = normalizeEntities(entities, text.length).slice(0, MAX_ENTITIES);
  return { text, entities: withDetected(text, own) };
}

/** Length in code points, as Telegram counts. */
export function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Space around the text goes, but none that an entity begins with. */
function trim({ text, entities }: FormattedText): FormattedText {
  const firstEntity = Math.min(text.length, ...entities.map(({ offset }) => offset));
  const blank = /^[ \n\t]*/u.exec(text)?.[0].length ?? 0;
  const start = Math.min(blank, firstEntity);
  return {
    text: text.slice(start).trimEnd(),
    entities: entities.map((entity) => ({ ...entity, offset: entity.offset - start })),
  };
}

function withDetected(text: string, own: readonly MessageEntity[]): MessageEntity[] {
  const closed = own.filter(({ type }) =>
    ['pre', 'code', 'text_link', 'text_mention'].includes(type),
  );
  const found = detectEntities(text).filter((entity) => !closed.some((it) => overlaps(it, entity)));
  return [...own, ...found].toSorted((a, b) => a.offset - b.offset || b.length - a.length);
}
