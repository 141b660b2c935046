import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types';
import { refusal } from './refusal.ts';

/** What stands under a message. Only an inline keyboard is part of the message that comes back. */
export type ReplyMarkup =
  | { readonly kind: 'inline'; readonly markup: InlineKeyboardMarkup }
  | { readonly kind: 'other' };

type Fields = Readonly<Record<string, unknown>>;

const MAX_DATA_BYTES = 64;
const MAX_BUTTONS = 100;
const STYLES = new Set(['danger', 'success', 'primary']);
const KINDS = ['url', 'callback_data', 'web_app', 'copy_text', 'disabled'] as const;
const UNSUPPORTED = [
  'callback_game',
  'pay',
  'switch_inline_query',
  'switch_inline_query_chosen_chat',
  'switch_inline_query_current_chat',
  'login_url',
];

/** Reads the `reply_markup` of a request; nothing when it shows nothing. @throws {Refusal} */
export function readReplyMarkup(value: unknown): ReplyMarkup | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) throw refusal('Object expected as reply markup');
  const keyboard = rowsOf(value, 'keyboard', 'Field "keyboard" must be an Array of Arrays');
  for (const button of keyboard.flat()) readTextButton(button);
  const unrowed = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays';
  const inline = rowsOf(value, 'inline_keyboard', unrowed)
    .map((row) => row.map(readInlineButton))
    .filter((row) => row.length > 0);
  if (keyboard.length > 0) return { kind: 'other' };
  if (inline.length > 0) return { kind: 'inline', markup: { inline_keyboard: inline } };
  return value['remove_keyboard'] === true || value['force_reply'] === true
    ? { kind: 'other' }
    : undefined;
}

/** Checks what only the server behind the Bot API checks. @throws {Refusal} */
export function checkReplyMarkup(
  markup: ReplyMarkup | undefined,
  where: { readonly isPrivate: boolean; readonly isEdit: boolean },
): InlineKeyboardMarkup | undefined {
  if (!markup) return undefined;
  if (markup.kind === 'other') {
    if (where.isEdit) throw refusal('Inline keyboard expected');
    return undefined;
  }
  const buttons = markup.markup.inline_keyboard.flat();
  for (const button of buttons) checkButton(button, where.isPrivate);
  if (buttons.length > MAX_BUTTONS) throw refusal('Reply markup is too long');
  return markup.markup;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOf(markup: Fields, name: string, complaint: string): unknown[][] {
  const rows = markup[name];
  if (rows === undefined) return [];
  if (!Array.isArray(rows)) throw refusal(`Field "${name}" must be of type Array`);
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw refusal(complaint);
    return row as unknown[];
  });
}

function readTextButton(button: unknown): void {
  const text = isFields(button) ? button['text'] : button;
  if (typeof text !== 'string')
    throw refusal("Can't parse keyboard button: KeyboardButton must be a String or an Object");
}

function readInlineButton(value: unknown): InlineKeyboardButton {
  const fail = (reason: string): Error => refusal(`Can't parse inline keyboard button: ${reason}`);
  if (!isFields(value)) throw fail('InlineKeyboardButton must be an Object');
  const { text, style } = value;
  if (text === undefined) throw fail(`Can't find field "text"`);
  if (typeof text !== 'string') throw fail('Field "text" must be of type String');
  if (style !== undefined && !(typeof style === 'string' && STYLES.has(style)))
    throw fail('Invalid button style specified');
  const foreign = UNSUPPORTED.find((name) => value[name] !== undefined);
  if (foreign) throw fail(`${foreign} is not supported by this emulator`);
  const used = KINDS.filter((name) => value[name] !== undefined && value[name] !== '');
  const [kind] = used;
  if (!kind) throw fail('Text buttons are unallowed in the inline keyboard');
  if (used.length > 1) throw fail(`exactly one of ${used.join(', ')} must be used (emulator)`);
  const content = value[kind];
  const isText = kind === 'url' || kind === 'callback_data';
  if (isText && typeof content !== 'string') throw fail(`Field "${kind}" must be of type String`);
  if (!isText && !isFields(content)) throw fail(`Field "${kind}" must be of type Object`);
  const styled = style === undefined ? {} : { style };
  return { text, [kind]: content, ...styled } as unknown as InlineKeyboardButton;
}

function checkButton(button: InlineKeyboardButton, isPrivate: boolean): void {
  if (button.text.trim() === '') throw refusal('Inline keyboard button text must be non-empty');
  if ('callback_data' in button && Buffer.byteLength(button.callback_data) > MAX_DATA_BYTES)
    throw refusal('BUTTON_DATA_INVALID');
  if ('url' in button) checkUrl(button.url);
  if ('copy_text' in button) {
    const { length } = button.copy_text.text ?? '';
    if (length < 1 || length > 256) throw refusal('BUTTON_COPY_TEXT_INVALID');
  }
  if ('web_app' in button) {
    const { url } = button.web_app;
    const reason = 'is invalid: Only HTTPS links are allowed';
    if (!/^https:\/\/[^/]/iu.test(url ?? ''))
      throw refusal(`Inline keyboard button Web App URL '${url}' ${reason}`);
    if (!isPrivate) throw refusal('BUTTON_TYPE_INVALID');
  }
}

/** A phone cannot open a link to `localhost`, and Telegram says so. */
function checkUrl(url: string): void {
  if (/^(?:tg|ton|tonsite):/iu.test(url)) return;
  const full = /^[a-z][a-z0-9+.-]*:\/\//iu.test(url) ? url : `http://${url}`;
  const parsed = URL.canParse(full) ? new URL(full) : undefined;
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  if (!parsed || !isWeb || !parsed.hostname.includes('.'))
    throw refusal(`Inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  if (/^(?:127|10|0|192\.168)\./u.test(parsed.hostname)) throw refusal('BUTTON_URL_INVALID');
}
