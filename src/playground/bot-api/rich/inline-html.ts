import type { RichMessageButton, RichText, User } from '@grammyjs/types';
import { checkLink, userIdOf } from '../text/link.ts';
import { toCustomEmoji, toDateTime } from '../text/markdown-links.ts';
import { refusal } from '../refusal.ts';
import { readRichButton } from './buttons.ts';
import type { HtmlElement, HtmlNode } from './html-tree.ts';
import { joined, lettersOf } from './text-tree.ts';

/** What the conversion has to know of the whole message. */
export interface HtmlContext {
  readonly anchors: ReadonlySet<string>;
  readonly references: ReadonlySet<string>;
  readonly userOf: (id: number) => User | undefined;
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['code', 'code'],
  ['mark', 'marked'],
  ['sub', 'subscript'],
  ['sup', 'superscript'],
  ['tg-spoiler', 'spoiler'],
]);
const PLACE = { offset: 0, length: 0 };

/** The text of a block; a line break in the source is a space. @throws {Refusal} */
export function toRichText(nodes: readonly HtmlNode[], context: HtmlContext): RichText {
  return joined(
    nodes.map((node) =>
      typeof node === 'string' ? node.replaceAll(/[ \t\r\n]+/gu, ' ') : toPart(node, context),
    ),
  );
}

function toPart(element: HtmlElement, context: HtmlContext): RichText {
  const { tag, attributes, children } = element;
  const text = toRichText(children, context);
  const type = FORMATS.get(tag);
  if (type !== undefined) return text === '' ? '' : ({ type, text } as RichText);
  switch (tag) {
    case 'br':
      return '\n';
    case 'a':
      return toAnchorOrLink(element, text, context);
    case 'tg-reference':
      return { type: 'reference', text, name: attributes.get('name') ?? '' };
    case 'tg-emoji':
      return emoji(attributes.get('emoji-id'), lettersOf(text));
    case 'img': {
      const id = /^tg:\/\/emoji\?id=(\d+)$/u.exec(attributes.get('src') ?? '')?.[1];
      return id === undefined ? '' : emoji(id, attributes.get('alt') ?? '');
    }
    case 'tg-time': {
      const unix = attributes.get('unix') ?? '';
      const date = toDateTime(unix, attributes.get('format') ?? '', PLACE);
      if (date.type !== 'date_time') return text;
      const { unix_time, date_time_format } = date;
      return { type: 'date_time', text, unix_time, date_time_format };
    }
    case 'tg-math':
      return { type: 'mathematical_expression', expression: lettersOf(text) };
    case 'tg-button':
      return { type: 'button', button: toButton(element, context) };
    default:
      // A block inside a line: only its text goes into it.
      return text;
  }
}

function emoji(id: string | undefined, alternative_text: string): RichText {
  const found = toCustomEmoji(id ?? '', PLACE);
  const custom_emoji_id = found.type === 'custom_emoji' ? found.custom_emoji_id : '';
  return { type: 'custom_emoji', custom_emoji_id, alternative_text };
}

function toAnchorOrLink(
  { attributes }: HtmlElement,
  text: RichText,
  context: HtmlContext,
): RichText {
  const name = attributes.get('name');
  const url = attributes.get('href') ?? '';
  if (name !== undefined && url === '') return joined([{ type: 'anchor', name }, text]);
  return toLinkText(url, text, context);
}

/** A text that leads somewhere; an address that is none leaves the text alone. */
export function toLinkText(url: string, text: RichText, context: HtmlContext): RichText {
  if (url.startsWith('#')) {
    const target = url.slice(1);
    if (context.references.has(target))
      return { type: 'reference_link', text, reference_name: target };
    if (target === '' || context.anchors.has(target))
      return { type: 'anchor_link', text, anchor_name: target };
    return { type: 'url', text, url };
  }
  const id = userIdOf(url);
  const user = id === undefined ? undefined : context.userOf(id);
  if (id !== undefined) return user ? { type: 'text_mention', text, user: { ...user } } : text;
  if (/^mailto:/iu.test(url)) return { type: 'email_address', text, email_address: url.slice(7) };
  if (/^tel:/iu.test(url)) return { type: 'phone_number', text, phone_number: url.slice(4) };
  const link = checkLink(url);
  // Seen by bots whose answers held such links.
  if ('reason' in link) throw refusal('RICH_MESSAGE_URL_INVALID');
  return { type: 'url', text, url: link.url };
}

/** A `<tg-button>`; its attributes are the fields of a button. @throws {Refusal} */
export function toButton(element: HtmlElement, context: HtmlContext): RichMessageButton {
  const { attributes, children } = element;
  const kind = attributes.get('type') ?? '';
  const chats = ['user', 'bot', 'group', 'channel'].filter((it) =>
    attributes.has(`allow-${it}-chats`),
  );
  const allowed = Object.fromEntries(chats.map((it) => [`allow_${it}_chats`, true]));
  const url = attributes.get('url');
  const query = attributes.get('query') ?? '';
  const values: Readonly<Record<string, unknown>> = {
    url,
    callback_data: attributes.get('data'),
    web_app: { url },
    login_url: { url },
    switch_inline_query: query,
    switch_inline_query_current_chat: query,
    switch_inline_query_chosen_chat: { query, ...allowed },
    copy_text: { text: attributes.get('text') },
    disabled: {},
  };
  return readRichButton({
    text: toRichText(children, context),
    ...(attributes.has('style') ? { style: attributes.get('style') } : {}),
    ...(Object.hasOwn(values, kind) ? { [kind]: values[kind] } : {}),
  });
}
