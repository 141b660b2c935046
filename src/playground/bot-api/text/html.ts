import type { MessageEntity } from '@grammyjs/types';
import { bytesBefore, cannotParse, toCustomEmoji, toDateTime, toLink } from './markdown-links.ts';

/** Text and what is special in it, as a message carries both. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

type Attributes = ReadonlyMap<string, string>;
type PlainType = MessageEntity.CommonMessageEntity['type'];

interface OpenTag {
  readonly name: string;
  readonly attributes: Attributes;
  readonly offset: number;
}

const PLAIN_TAGS: ReadonlyMap<string, PlainType> = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['tg-spoiler', 'spoiler'],
  ['span', 'spoiler'],
]);
const OTHER_TAGS = new Set(['a', 'code', 'pre', 'blockquote', 'tg-emoji', 'tg-time']);
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);

/** Parses Telegram's HTML. @throws {Refusal} worded like the server's, offsets in UTF-8 bytes */
export function parseHtml(markup: string): FormattedText {
  const entities: MessageEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < markup.length) {
    const next = markup.slice(at).search(/[<&]/u);
    const stop = next === -1 ? markup.length : at + next;
    text += markup.slice(at, stop);
    if (next === -1) break;
    if (markup[stop] === '&') {
      const { character, end } = decodeCharacter(markup, stop);
      text += character;
      at = end;
    } else if (markup[stop + 1] === '/') {
      at = readEndTag(markup, stop, open.at(-1));
      const tag = open.pop();
      const entity = tag && toEntity(tag, text, open.at(-1));
      if (entity) entities.push(entity);
    } else {
      const { tag, end } = readStartTag(markup, stop, text.length);
      open.push(tag);
      at = end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed)
    throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function decodeCharacter(markup: string, at: number): { character: string; end: number } {
  const match = /^&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([a-z]+));?/iu.exec(markup.slice(at, at + 40));
  const end = at + (match?.[0].length ?? 1);
  const [, hexadecimal, decimal, name] = match ?? [];
  if (name !== undefined) {
    const character = CHARACTERS.get(name);
    return character === undefined ? { character: '&', end: at + 1 } : { character, end };
  }
  const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal ?? 0);
  if (code === 0 || code >= 0x10_ff_ff) return { character: '&', end: at + 1 };
  return { character: String.fromCodePoint(code), end };
}

/** Returns where the text goes on. */
function readEndTag(markup: string, at: number, open: OpenTag | undefined): number {
  const position = bytesBefore(markup, at);
  if (!open) throw cannotParse(`Unexpected end tag at byte offset ${position}`);
  const match = /^<\/([^\s>]*)\s*/u.exec(markup.slice(at));
  const name = (match?.[1] ?? '').toLowerCase();
  const close = at + (match?.[0].length ?? 2);
  if (markup[close] !== '>') throw cannotParse(`Unclosed end tag at byte offset ${position}`);
  if (name !== '' && name !== open.name) {
    const both = `expected "</${open.name}>", found "</${name}>"`;
    throw cannotParse(`Unmatched end tag at byte offset ${position}, ${both}`);
  }
  return close + 1;
}

function readStartTag(markup: string, at: number, offset: number): { tag: OpenTag; end: number } {
  const position = bytesBefore(markup, at);
  const name = (/^[^\s>]*/u.exec(markup.slice(at + 1))?.[0] ?? '').toLowerCase();
  let cursor = at + 1 + name.length;
  if (cursor >= markup.length) throw cannotParse(`Unclosed start tag at byte offset ${position}`);
  if (!PLAIN_TAGS.has(name) && !OTHER_TAGS.has(name))
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${position}`);
  const attributes = new Map<string, string>();
  for (;;) {
    cursor += /^\s*/u.exec(markup.slice(cursor))?.[0].length ?? 0;
    if (markup[cursor] === '>') break;
    const rest = markup.slice(cursor);
    const match = /^([^\s=>]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>])))?/u.exec(
      rest,
    );
    const [whole = '', key = '', double, single, bare] = match ?? [];
    cursor += whole.length;
    if (markup[cursor] === '=' && /^=\s*[^\s"']/u.test(markup.slice(cursor)))
      throw cannotParse(
        `Unexpected end of name token at byte offset ${tokenStart(markup, cursor)}`,
      );
    if (cursor >= markup.length || markup[cursor] === '=')
      throw cannotParse(`Unclosed start tag "${name}" at byte offset ${position}`);
    if (key === '')
      throw cannotParse(`Empty attribute name in the tag "${name}" at byte offset ${position}`);
    attributes.set(key.toLowerCase(), decodeAll(double ?? single ?? bare ?? ''));
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler')
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${position}`);
  return { tag: { name, attributes, offset }, end: cursor + 1 };
}

/** Byte offset of the value behind the equal sign at `at`. */
function tokenStart(markup: string, at: number): number {
  const blank = /^=\s*/u.exec(markup.slice(at))?.[0].length ?? 1;
  return bytesBefore(markup, at + blank);
}

function decodeAll(value: string): string {
  return value.replaceAll(/&(?:#\w+|\w+);?/gu, (found) => {
    const { character, end } = decodeCharacter(found, 0);
    return character + found.slice(end);
  });
}

function toEntity(
  tag: OpenTag,
  text: string,
  parent: OpenTag | undefined,
): MessageEntity | undefined {
  const place = { offset: tag.offset, length: text.length - tag.offset };
  if (place.length === 0) return undefined;
  const plain = PLAIN_TAGS.get(tag.name);
  if (plain) return { type: plain, ...place };
  switch (tag.name) {
    case 'a': {
      const url = tag.attributes.get('href') ?? '';
      return toLink(url === '' ? text.slice(tag.offset) : url, place);
    }
    case 'blockquote':
      return {
        type: tag.attributes.has('expandable') ? 'expandable_blockquote' : tag.name,
        ...place,
      };
    case 'tg-emoji':
      return toCustomEmoji(tag.attributes.get('emoji-id') ?? '', place);
    case 'tg-time': {
      const { attributes } = tag;
      return toDateTime(attributes.get('unix') ?? '', attributes.get('format') ?? '', place);
    }
    case 'pre':
      return { type: 'pre', ...place };
    default:
      return toCode(tag, parent, place);
  }
}

/** `<pre><code class="language-x">` is one block: the inner tag only names the language. */
function toCode(
  tag: OpenTag,
  parent: OpenTag | undefined,
  place: { offset: number; length: number },
): MessageEntity {
  const language = /^language-(.+)$/u.exec(tag.attributes.get('class') ?? '')?.[1];
  if (parent?.name === 'pre' && parent.offset === place.offset && language)
    return { type: 'pre', ...place, language };
  return { type: 'code', ...place };
}
