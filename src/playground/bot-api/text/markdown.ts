import type { MessageEntity } from '@grammyjs/types';
import type { FormattedText } from './html.ts';
import { bytesBefore, cannotParse, codeStart, toLink } from './markdown-links.ts';

/**
 * Parses the first Markdown of the Bot API, which nests nothing, as td's `parse_markdown` does.
 * @throws {Refusal} when an entity has no end
 */
export function parseMarkdown(markup: string): FormattedText {
  const entities: MessageEntity[] = [];
  let text = '';
  for (let at = 0; at < markup.length; at += 1) {
    const character = markup[at] ?? '';
    if (character === '\\' && /^[_*`[]/u.test(markup.slice(at + 1))) {
      at += 1;
      text += markup[at] ?? '';
    } else if (!'_*`['.includes(character)) text += character;
    else {
      const { content, end, toEntity } = readEntity(markup, at);
      const place = { offset: text.length, length: content.length };
      text += content;
      const entity = content === '' ? undefined : toEntity(place);
      if (entity) entities.push(entity);
      at = end;
    }
  }
  return { text, entities };
}

interface Read {
  readonly content: string;
  /** Index of its last character. */
  readonly end: number;
  readonly toEntity: (place: { offset: number; length: number }) => MessageEntity | undefined;
}

function readEntity(markup: string, at: number): Read {
  const isBlock = markup.startsWith('```', at);
  const mark = isBlock ? '```' : markup[at] === '[' ? ']' : (markup[at] ?? '');
  const { end: start, language } = isBlock
    ? codeStart(markup, at + 3)
    : { end: at + 1, language: '' };
  const stop = markup.indexOf(mark, start);
  if (stop === -1) {
    const where = `byte offset ${bytesBefore(markup, at)}`;
    throw cannotParse(`Can't find end of the entity starting at ${where}`);
  }
  const content = markup.slice(start, stop);
  const end = stop + mark.length - 1;
  const named = language === '' ? {} : { language };
  if (isBlock) return { content, end, toEntity: (place) => ({ type: 'pre', ...place, ...named }) };
  if (mark === '`') return { content, end, toEntity: (place) => ({ type: 'code', ...place }) };
  if (mark === '_') return { content, end, toEntity: (place) => ({ type: 'italic', ...place }) };
  if (mark === '*') return { content, end, toEntity: (place) => ({ type: 'bold', ...place }) };
  if (markup[stop + 1] !== '(')
    return { content, end, toEntity: (place) => toLink(content, place) };
  const close = markup.indexOf(')', stop + 2);
  const last = close === -1 ? markup.length : close;
  const address = markup.slice(stop + 2, last);
  return { content, end: last, toEntity: (place) => toLink(address, place) };
}
