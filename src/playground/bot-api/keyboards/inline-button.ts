import type { InlineKeyboardButton } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { checkLink, userIdOf } from '../text/link.ts';
import { refusal } from '../refusal.ts';
import { codePoints } from '../text/text.ts';
import { type Fields, type FieldReader, fieldReader, isFields } from './fields.ts';

const PREFIX = "Can't parse inline keyboard button: ";
const MAX_DATA_BYTES = 64;
const MAX_COPIED_CHARACTERS = 256;
const STYLES = new Set(['danger', 'success', 'primary']);
const CHAT_KINDS = [
  'allow_user_chats',
  'allow_bot_chats',
  'allow_group_chats',
  'allow_channel_chats',
] as const;

/** What a button does, as it goes into the message. */
export type Action = Fields;

/** Kinds of buttons, in the order in which the server looks for them ([S] 9455). */
const KINDS: Readonly<Record<string, (read: FieldReader) => Action | undefined>> = {
  url: (read) => unlessEmpty('url', read.optionalText('url')),
  callback_data: (read) => unlessEmpty('callback_data', read.optionalText('callback_data')),
  callback_game: (read) => read.object('callback_game') && { callback_game: {} },
  pay: (read) => (read.flag('pay') ? { pay: true } : undefined),
  switch_inline_query: (read) => unlessAbsent('switch_inline_query', read),
  switch_inline_query_chosen_chat: readChosenChat,
  switch_inline_query_current_chat: (read) =>
    unlessAbsent('switch_inline_query_current_chat', read),
  login_url: readLogin,
  web_app: (read) => nested(read, 'web_app', 'url'),
  copy_text: (read) => nested(read, 'copy_text', 'text'),
  disabled: (read) => read.object('disabled') && { disabled: {} },
};

/** Reads one button of an inline keyboard. @throws {Refusal} */
export function readInlineButton(value: unknown): InlineKeyboardButton {
  if (!isFields(value)) throw refusal(`${PREFIX}InlineKeyboardButton must be an Object`);
  const read = fieldReader(value, PREFIX);
  const text = clean(read.text('text'));
  const style = readStyle(read, STYLES);
  const icon = read.optionalText('icon_custom_emoji_id');
  if (icon !== undefined && !/^\d{1,19}$/u.test(icon))
    throw read.fail('Field "icon_custom_emoji_id" must be a valid Number');
  const action = readAction(value, PREFIX);
  if (!action) throw read.fail('Text buttons are unallowed in the inline keyboard');
  return {
    text,
    ...(icon === undefined ? {} : { icon_custom_emoji_id: icon }),
    ...(style === undefined ? {} : { style }),
    ...action,
  } as unknown as InlineKeyboardButton;
}

/** What a button does. The server takes the first kind it finds; here it must be the only one. */
export function readAction(value: Fields, prefix: string): Action | undefined {
  const read = fieldReader(value, prefix);
  const found = Object.entries(KINDS).flatMap(([kind, readKind]) => {
    const action = readKind(read);
    return action ? [[kind, action] as const] : [];
  });
  if (found.length > 1) {
    const kinds = found.map(([kind]) => kind).join(', ');
    throw read.fail(`exactly one of ${kinds} must be used (emulator)`);
  }
  return found[0]?.[1];
}

/** The style of a button, if it has one. @throws {Refusal} */
export function readStyle(read: FieldReader, styles: ReadonlySet<string>): string | undefined {
  const style = read.optionalText('style');
  if (style === undefined || style === '') return undefined;
  if (!styles.has(style)) throw read.fail('Invalid button style specified');
  return style;
}

/** Checks what the server behind the Bot API checks, and cleans links. @throws {Refusal} */
export function checkInlineButton(
  button: InlineKeyboardButton,
  isPrivate: boolean,
): InlineKeyboardButton {
  if (button.text.trim() === '') throw refusal('Inline keyboard button text must be non-empty');
  return { ...button, ...checkAction(button as unknown as Action, isPrivate) };
}

/** The part of the check that is about what the button does. @throws {Refusal} */
export function checkAction(action: Action, isPrivate: boolean): Action {
  const { url, callback_data: data, copy_text: copied, web_app: app, login_url: login } = action;
  if (typeof url === 'string') return { url: checkUrl(url) };
  if (typeof data === 'string' && Buffer.byteLength(data) > MAX_DATA_BYTES)
    throw refusal('BUTTON_DATA_INVALID');
  if (isFields(copied)) {
    const length = codePoints(String(copied['text']));
    if (length < 1 || length > MAX_COPIED_CHARACTERS) throw refusal('BUTTON_COPY_TEXT_INVALID');
  }
  if (isFields(app)) {
    checkHttps(String(app['url']), 'Web App');
    if (!isPrivate) throw refusal('BUTTON_TYPE_INVALID');
  }
  if (isFields(login)) {
    checkHttps(String(login['url']), 'login');
    // Nobody told BotFather of a domain for an emulated bot.
    throw refusal('BOT_DOMAIN_INVALID');
  }
  // A game or a bill stands only under its own kind of message, and none of those exist here.
  if ('callback_game' in action || 'pay' in action) throw refusal('BUTTON_TYPE_INVALID');
  return {};
}

/** A phone cannot open a link to `localhost`, and Telegram says so. */
function checkUrl(url: string): string {
  if (userIdOf(url) !== undefined) return url;
  const link = checkLink(url);
  if ('reason' in link)
    throw refusal(`Inline keyboard button URL '${url}' is invalid: ${link.reason}`);
  if (/^https?:\/\/(?:127|10|0|192\.168)\./u.test(link.url)) throw refusal('BUTTON_URL_INVALID');
  return link.url;
}

function checkHttps(url: string, what: string): void {
  if (userIdOf(url) !== undefined)
    throw refusal(`Link to a user can't be used in ${what} URL buttons`);
  const link = checkLink(url, { httpsOnly: true });
  if ('reason' in link)
    throw refusal(`Inline keyboard button ${what} URL '${url}' is invalid: ${link.reason}`);
}

function unlessEmpty(name: string, value: string | undefined): Action | undefined {
  return value === undefined || value === '' ? undefined : { [name]: value };
}

function unlessAbsent(name: string, read: FieldReader): Action | undefined {
  const value = read.optionalText(name);
  return value === undefined ? undefined : { [name]: value };
}

function nested(read: FieldReader, name: string, field: string): Action | undefined {
  const inner = read.object(name);
  return inner && { [name]: { [field]: fieldReader(inner, PREFIX).text(field) } };
}

function readChosenChat(read: FieldReader): Action | undefined {
  const inner = read.object('switch_inline_query_chosen_chat');
  if (!inner) return undefined;
  const within = fieldReader(inner, PREFIX);
  const kinds = CHAT_KINDS.filter((name) => within.flag(name));
  if (kinds.length === 0) throw refusal('At least one chat type must be allowed');
  const allowed = Object.fromEntries(kinds.map((name) => [name, true]));
  const query = within.optionalText('query') ?? '';
  return { switch_inline_query_chosen_chat: { query, ...allowed } };
}

function readLogin(read: FieldReader): Action | undefined {
  const inner = read.object('login_url');
  return inner && { login_url: { url: fieldReader(inner, PREFIX).text('url') } };
}
