import type { RichText } from '@grammyjs/types';
import { readDateTimeFormat } from '../text/date-time.ts';
import { type Fields, fieldReader, isFields } from '../keyboards/fields.ts';
import { refusal } from '../refusal.ts';
import { readRichButton } from './buttons.ts';
import { type HtmlContext, toLinkText } from './inline-html.ts';
import { joined } from './text-tree.ts';

const PREFIX = "Can't parse RichText: ";
const FORMATS = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'subscript',
  'superscript',
  'marked',
  'code',
]);
/** The server finds these by itself: of what a bot says only the text stays. */
const DETECTED = new Set(['mention', 'hashtag', 'cashtag', 'bot_command', 'bank_card_number']);

/** Reads a `RichText` of a request ([T]; words of td where they are known). @throws {Refusal} */
export function readRichText(value: unknown, context: HtmlContext): RichText {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return joined(value.map((part) => readRichText(part, context)));
  if (!isFields(value)) throw refusal('Invalid rich text specified');
  const read = fieldReader(value, PREFIX);
  const type = read.text('type');
  const inner = (): RichText => readRichText(value['text'] ?? '', context);
  if (FORMATS.has(type)) return { type, text: inner() } as RichText;
  if (DETECTED.has(type)) return inner();
  switch (type) {
    case 'url':
      return toLinkText(read.text('url'), inner(), context);
    case 'email_address':
      return { type, text: inner(), email_address: read.text('email_address') };
    case 'phone_number':
      return { type, text: inner(), phone_number: read.text('phone_number') };
    case 'text_mention':
      return toLinkText(`tg://user?id=${userId(read.object('user'))}`, inner(), context);
    case 'date_time':
      return readDate(value, inner());
    case 'custom_emoji':
      return readEmoji(read.text('custom_emoji_id'), read.text('alternative_text'));
    case 'mathematical_expression':
      return { type, expression: read.text('expression') };
    case 'anchor':
      return { type, name: read.text('name') };
    case 'anchor_link':
      return { type, text: inner(), anchor_name: read.text('anchor_name') };
    case 'reference':
      return { type, text: inner(), name: read.text('name') };
    case 'reference_link':
      return { type, text: inner(), reference_name: read.text('reference_name') };
    case 'button': {
      const button = read.object('button');
      if (!button) throw read.fail(`Can't find field "button"`);
      return { type, button: readButton(button, context) };
    }
    default:
      throw refusal('Unsupported rich text type');
  }
}

/** Reads a `RichMessageButton` of a request. @throws {Refusal} */
export function readButton(
  value: unknown,
  context: HtmlContext,
): ReturnType<typeof readRichButton> {
  if (!isFields(value)) throw refusal('InlineButton must be an Object');
  return readRichButton({ ...value, text: readRichText(value['text'] ?? '', context) });
}

function userId(user: Fields | undefined): number {
  const id = user?.['id'];
  if (!Number.isSafeInteger(id) || Number(id) <= 0) throw refusal('User not found');
  return Number(id);
}

function readDate(value: Fields, text: RichText): RichText {
  const unix_time = value['unix_time'];
  if (!Number.isInteger(unix_time) || Number(unix_time) <= 0)
    throw refusal('Invalid date specified');
  const format = fieldReader(value, PREFIX).optionalText('date_time_format') ?? '';
  const date_time_format = readDateTimeFormat(format);
  if (date_time_format === undefined) throw refusal('Invalid date-time format specified');
  return { type: 'date_time', text, unix_time: Number(unix_time), date_time_format };
}

function readEmoji(custom_emoji_id: string, alternative_text: string): RichText {
  if (!/^[1-9]\d{0,18}$/u.test(custom_emoji_id))
    throw refusal('Invalid custom emoji identifier specified');
  return { type: 'custom_emoji', custom_emoji_id, alternative_text };
}
