import type {
  CallbackQuery,
  Chat,
  Message,
  MessageGenerationStopped,
  Update,
  User,
} from 'grammy/types';
import type { Media, Request } from '#dispatch/request.ts';
import { addressed } from './addressed.ts';
import { toMedia } from './media.ts';
import { placeOf } from './place.ts';
import { placeOfStop } from './stopped.ts';
import { who } from './who.ts';

/** The bot itself, as `getMe` has it. */
export interface Me {
  readonly id: number;
  readonly username: string;
}

/**
 * What a person asked with `update`; `undefined` when nobody asked us anything: bots, edits (what
 * was asked is under way already), service messages, and what others' commands are.
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
    sentAtMs: message.date * 1_000,
    from: who(from),
    messageIds: [message.message_id],
  };
  // The words are another program's: the person only chose them.
  if (message.via_bot)
    return chatKind === 'group' ? undefined : { ...base, kind: 'other', what: 'via_bot' };
  const ours = addressed(message, me, chatKind);
  if (!ours) return undefined;
  const { text, ...how } = ours;
  if (message.text !== undefined) {
    const replied = ownFile(message);
    return { ...base, ...how, kind: 'text', text, ...(replied && { media: [replied] }) };
  }
  const media = toMedia(message);
  // Our name alone below a picture says nothing more than the picture.
  const caption = text === '/start' && !message.caption?.startsWith('/') ? '' : text;
  const said = caption === '' ? {} : { caption };
  return media && { ...base, ...how, kind: 'other', what: media.what, ...said, media: [media] };
}

/** The file to which somebody replies, when they sent it themselves: what they say is about it. */
function ownFile({ reply_to_message: replied, from }: Message): Media | undefined {
  if (!replied || replied.from?.id !== from?.id || replied.sender_chat) return undefined;
  const media = toMedia(replied);
  return media?.fileId === undefined ? undefined : media;
}

/**
 * Written in the name of the group (an anonymous admin, whom Telegram shows as GroupAnonymousBot)
 * or of a channel: nobody is behind it whom we could know. What a linked channel posts by itself
 * is talk.
 */
function fromChat(updateId: number, message: Message, me: Me): Request | undefined {
  const { chat, from, sender_chat: sender, is_automatic_forward: isForward } = message;
  if (!sender || isForward || kindOf(chat) !== 'group') return undefined;
  const ours = message.via_bot ? undefined : addressed(message, me, 'group');
  if (!ours) return undefined;
  return {
    id: requestId(updateId, me),
    chatKind: 'group',
    place: placeOf(message),
    sentAtMs: message.date * 1_000,
    from: from ? who(from) : { id: sender.id, name: '' },
    onBehalfOf: sender.id === chat.id ? 'group' : 'channel',
    ...ours,
    kind: 'text',
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
