import type {
  CallbackQuery,
  Chat,
  Message,
  MessageGenerationStopped,
  Update,
  User,
} from 'grammy/types';
import type { Request } from '#dispatch/request.ts';
import { addressedText } from './addressed.ts';
import { toMedia } from './media.ts';
import { placeOf } from './place.ts';
import { placeOfStop } from './stopped.ts';

/** The bot itself, as `getMe` has it. */
export interface Me {
  readonly id: number;
  readonly username: string;
}

/**
 * What a person asked with `update`; `undefined` when nobody asked us anything: bots,
 * edits, service messages, and talk between people in a group.
 */
export function toRequest(update: Update, me: Me): Request | undefined {
  if (update.message) return fromMessage(update.update_id, update.message, me);
  if (update.callback_query) return fromTap(update.update_id, update.callback_query, me);
  const stopped = update.stopped_message_generation;
  if (stopped) return fromStop(update.update_id, stopped, me);
  return undefined;
}

/** The button under a draft says who pressed it only by the chat, which is a person's own. */
function fromStop(updateId: number, stopped: MessageGenerationStopped, me: Me): Request {
  const { id, first_name, last_name, username } = stopped.chat;
  const from = { id, is_bot: false, first_name, ...(last_name !== undefined && { last_name }) };
  return {
    id: requestId(updateId, me),
    chatKind: 'private',
    place: placeOfStop(stopped),
    from: who({ ...from, ...(username !== undefined && { username }) }),
    kind: 'text',
    text: '/stop',
  };
}

function fromMessage(updateId: number, message: Message, me: Me): Request | undefined {
  const { chat, from } = message;
  const chatKind = kindOf(chat);
  if (message.sender_chat) return fromChat(updateId, message, me);
  if (!from || !isPerson(from) || !chatKind) return undefined;
  const base = {
    id: requestId(updateId, me),
    chatKind,
    place: placeOf(message),
    from: who(from),
    messageIds: [message.message_id],
  };
  const text = addressedText(message, me, chatKind);
  if (text === undefined) return undefined;
  if (message.text !== undefined) return { ...base, kind: 'text', text };
  const media = toMedia(message);
  return media && { ...base, kind: 'other', what: media.what, media: [media] };
}

/**
 * Written in the name of the group (an anonymous admin, whom Telegram shows as GroupAnonymousBot)
 * or of a channel: nobody is behind it whom we could know. What a linked channel posts by itself
 * is talk.
 */
function fromChat(updateId: number, message: Message, me: Me): Request | undefined {
  const { chat, from, sender_chat: sender, is_automatic_forward: isForward } = message;
  if (!sender || isForward || kindOf(chat) !== 'group') return undefined;
  const text = addressedText(message, me, 'group');
  if (text === undefined) return undefined;
  return {
    id: requestId(updateId, me),
    chatKind: 'group',
    place: placeOf(message),
    from: from ? who(from) : { id: sender.id, name: '' },
    onBehalfOf: sender.id === chat.id ? 'group' : 'channel',
    kind: 'text',
    text,
  };
}

function fromTap(updateId: number, query: CallbackQuery, me: Me): Request | undefined {
  const { message, from, data } = query;
  const chatKind = message && kindOf(message.chat);
  if (!chatKind || data === undefined || !isPerson(from)) return undefined;
  const place = placeOf(message);
  const id = requestId(updateId, me);
  return { id, chatKind, place, from: who(from), kind: 'tap', buttonId: data };
}

/** Update ids count anew for each bot, and what was asked of another one stays in the store. */
function requestId(updateId: number, me: Me): string {
  return `update:${me.id}:${updateId}`;
}

function kindOf({ type }: Chat): Request['chatKind'] | undefined {
  if (type === 'private') return 'private';
  return type === 'group' || type === 'supergroup' ? 'group' : undefined;
}

function isPerson(from: User): boolean {
  return !from.is_bot;
}

function who(from: User): Request['from'] {
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ').trim();
  return {
    id: from.id,
    name: name || from.username || String(from.id),
    ...(from.language_code !== undefined && { languageCode: from.language_code }),
  };
}
