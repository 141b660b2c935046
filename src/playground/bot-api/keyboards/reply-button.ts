import type { KeyboardButton } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { checkLink, userIdOf } from '../text/link.ts';
import { refusal } from '../refusal.ts';
import { type Fields, fieldReader, isFields } from './fields.ts';

const PREFIX = "Can't parse keyboard button: ";
const STYLES = new Set(['danger', 'success', 'primary']);
const MIN_REQUEST_ID = -(2 ** 31);
const MAX_REQUEST_ID = 2 ** 31 - 1;

/** What td calls each request when it is made outside a private chat ([TD] ReplyMarkup.cpp:567). */
const PRIVATE_ONLY: Readonly<Record<string, string>> = {
  request_contact: 'Phone number can be requested in private chats only',
  request_location: 'Location can be requested in private chats only',
  request_poll: 'Poll can be requested in private chats only',
  web_app: 'Web App buttons can be used in private chats only',
  request_users: 'Users can be requested in private chats only',
  request_chat: 'Chats can be requested in private chats only',
};

/** Reads one button of a reply keyboard. @throws {Refusal} */
export function readReplyButton(value: unknown): Exclude<KeyboardButton, string> {
  if (typeof value === 'string') return { text: clean(value) };
  if (!isFields(value)) throw refusal(`${PREFIX}KeyboardButton must be a String or an Object`);
  const read = fieldReader(value, PREFIX);
  const text = clean(read.text('text'));
  const style = read.optionalText('style');
  if (style !== undefined && style !== '' && !STYLES.has(style))
    throw read.fail('Invalid button style specified');
  const icon = read.optionalText('icon_custom_emoji_id');
  if (value['request_managed_bot'] !== undefined)
    throw read.fail('request_managed_bot is not supported by this emulator');
  return {
    text,
    ...(style ? { style } : {}),
    ...(icon === undefined ? {} : { icon_custom_emoji_id: icon }),
    ...readRequest(value),
  } as Exclude<KeyboardButton, string>;
}

/** The first request that the server finds is the one. */
function readRequest(value: Fields): Fields {
  const read = fieldReader(value, PREFIX);
  if (read.flag('request_contact')) return { request_contact: true };
  if (read.flag('request_location')) return { request_location: true };
  const poll = read.object('request_poll');
  if (poll) {
    const type = fieldReader(poll, PREFIX).optionalText('type');
    return { request_poll: type === 'quiz' || type === 'regular' ? { type } : {} };
  }
  const app = read.object('web_app');
  if (app) return { web_app: { url: fieldReader(app, PREFIX).text('url') } };
  for (const name of ['request_users', 'request_chat']) {
    const request = read.object(name);
    if (!request) continue;
    const id = request['request_id'];
    if (id === undefined) throw read.fail(`Can't find field "request_id"`);
    if (!Number.isInteger(id) || Number(id) < MIN_REQUEST_ID || Number(id) > MAX_REQUEST_ID)
      throw read.fail('Field "request_id" must be of type Number');
    return { [name]: { ...request } };
  }
  return {};
}

/** Checks what td checks once it knows the chat. @throws {Refusal} */
export function checkReplyButton(
  button: Exclude<KeyboardButton, string>,
  isPrivate: boolean,
): void {
  const complaint = Object.entries(PRIVATE_ONLY).find(([name]) => name in button)?.[1];
  if (complaint !== undefined && !isPrivate) throw refusal(complaint);
  if (!('web_app' in button)) return;
  const { url } = button.web_app;
  if (userIdOf(url) !== undefined)
    throw refusal("Link to a user can't be used in Web App URL buttons");
  const link = checkLink(url, { httpsOnly: true });
  if ('reason' in link)
    throw refusal(`Keyboard button Web App URL '${url}' is invalid: ${link.reason}`);
}
