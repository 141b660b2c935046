import type { KeyboardButton, Message } from '@grammyjs/types';
import { type MessageView, storedIn, viewMessage, viewRoom } from '../chats/chat-view.ts';
import {
  changeMessage,
  hasCaption,
  removeMessage,
  setPins,
  withoutReply,
} from '../chats/messages.ts';
import { splitPaste } from './paste.ts';
import { draftsInChat, type PersonDrafts } from './person-drafts.ts';
import { captionContent, personMedia, type PersonMedia, textContent } from './person-media.ts';
import { findQuote } from '../text/quote.ts';
import { findReplyButton, forcedReply, hideReplyKeyboard } from '../keyboards/reply-keyboard.ts';
import { type ButtonChoice, type ShownMessage, tap } from './tap.ts';
import { type Acts, actsInChat, checkMaySpeak, ownVoice, signatureOf, type Voice } from './acts.ts';
import { announce, tellBots } from '../chats/hearing.ts';
import { blockChange } from '../chats/membership.ts';
import { mayDo } from '../chats/rights.ts';
import {
  type CallbackAnswer,
  type Person,
  type Room,
  type StoredMessage,
  unixTime,
  type World,
} from '../world.ts';

/** What a person can do in one chat, or in one topic of it. */
export interface PersonInChat extends Acts, PersonMedia, PersonDrafts {
  readonly chatId: number;
  /** Names the chat in events. */
  readonly room: string;
  /**
   * Sends a text; slash commands, links and mentions become entities. What is too long for one
   * message becomes several in a row, of which the first is returned. A bot that asks for a reply
   * gets one unless `replyTo` says otherwise.
   */
  says(text: string, options?: SayOptions): Message;
  /** Changes a text of their own, or the caption of a file of theirs. */
  edits(messageId: number, text: string): Message;
  /** Takes away a message of their own; in a private chat, also one of the bot. */
  deletes(messageId: number): void;
  pins(messageId: number): void;
  unpins(messageId: number): void;
  /**
   * Taps the newest button with that label, or the one on `message`; a choice tells two with one
   * label apart, and a whole message may be one that is no longer there. Resolves with what the bot answers; rejects when there is no such button or
   * the bot stays silent for 10 seconds of the emulator's clock.
   */
  taps(button: string | ButtonChoice, message?: number | ShownMessage): Promise<CallbackAnswer>;
  /** Blocks the bot of a private chat. */
  blocks(): void;
  unblocks(): void;
  /** What the chat shows now, oldest first. */
  messages(): MessageView[];
  lastMessage(): MessageView | undefined;
  /** The newest message of a bot that has buttons, else the newest one of a bot. */
  lastCard(): MessageView | undefined;
}

/** How somebody says something. */
interface SayOptions {
  /** The message that it answers. */
  readonly replyTo?: number;
  /** The part of that message that it answers. */
  readonly quote?: string;
}

/** Lets `person` act in `room`. */
export function personInChat(
  world: World,
  person: Person,
  room: Room,
  topicId?: number,
  voice: Voice = ownVoice(person),
): PersonInChat {
  const send = (content: Partial<Message>, { replyTo, quote }: SayOptions = {}): Message => {
    if (room.migratedTo !== undefined) throw new Error('The group is a supergroup now.');
    checkMaySpeak(room, person, content, topicId);
    if (room.access === 'blocked') unblock();
    room.access = 'open';
    const forced = replyTo === undefined ? forcedReply(room, person.user.id) : undefined;
    const replied = forced ?? find(replyTo)?.message;
    const found =
      replied && quote !== undefined
        ? { quote: findQuote(replied, { text: quote, entities: 'any', near: 0 }) }
        : {};
    const signed = { ...found, ...content, ...signatureOf(voice) };
    const made = { from: voice.from, content: signed, topicId, replyTo: replied };
    const message = structuredClone(announce(world, room, made));
    if (forced) hideReplyKeyboard(world, room);
    return message;
  };
  const find = (messageId: number | undefined) =>
    room.messages.find(({ message }) => message.message_id === messageId);
  const own = (messageId: number): StoredMessage => {
    const stored = find(messageId);
    if (stored?.message.from?.id === voice.from.id) return stored;
    throw new Error(`Message ${messageId} is not one of ${person.user.first_name}.`);
  };
  const press = (button: KeyboardButton): CallbackAnswer => {
    const { replyKeyboard: shown } = room;
    const content = pressed(button, person);
    if (shown && 'keyboard' in shown && shown.one_time_keyboard) hideReplyKeyboard(world, room);
    send(content);
    return {};
  };
  const changeAccess = (access: Room['access']): void => {
    if (!room.bot) throw new Error('Only the bot of a private chat can be blocked.');
    const [was, is] =
      access === 'blocked' ? (['member', 'kicked'] as const) : (['kicked', 'member'] as const);
    room.access = access;
    const change = blockChange(room, { ...person.user }, room.bot, { was, is }, unixTime(world));
    room.bot.updates.push('my_chat_member', change);
  };
  const unblock = (): void => {
    changeAccess('open');
  };
  const messages = (): MessageView[] => viewRoom(room, topicId);

  return {
    chatId: room.chat.id,
    room: room.key,
    says(text, options) {
      const [head = '', ...rest] = splitPaste(text);
      const first = send(textContent(head), options);
      for (const part of rest) send(textContent(part));
      return first;
    },
    edits(messageId, text) {
      const stored = own(messageId);
      const changes = hasCaption(stored.message) ? captionContent(text) : textContent(text);
      const message = changeMessage(world, room, stored, changes, undefined);
      tellBots(world, room, message, 'edited');
      return structuredClone(message);
    },
    deletes(messageId) {
      const stored = room.person ? find(messageId) : own(messageId);
      if (!stored) throw new Error(`There is no message ${messageId}.`);
      removeMessage(world, room, stored);
    },
    pins(messageId) {
      const stored = find(messageId);
      if (!stored) throw new Error(`There is no message ${messageId}.`);
      if (!room.person && !mayDo(room, person.user.id, 'can_pin_messages'))
        throw new Error(`${person.user.first_name} may pin nothing here.`);
      setPins(world, room, [...room.pins.filter((id) => id !== messageId), messageId]);
      const content = { pinned_message: withoutReply(stored.message) };
      announce(world, room, { from: voice.from, content, topicId });
    },
    unpins: (messageId) =>
      setPins(
        world,
        room,
        room.pins.filter((id) => id !== messageId),
      ),
    async taps(button, message) {
      const choice = typeof button === 'string' ? { text: button } : button;
      const label = message === undefined ? choice.text : undefined;
      const isInline = messages().some(({ buttons }) => buttons.flat().includes(label ?? ''));
      const other = isInline ? undefined : findReplyButton(room, person.user.id, label ?? '');
      if (other) return press(other);
      return tap(world, room, { person, topicId, button: choice, message });
    },
    ...personMedia({ world, botIds: () => hearers(world, room), send }),
    blocks: () => changeAccess('blocked'),
    unblocks: unblock,
    ...actsInChat(world, person, room, voice),
    ...draftsInChat(world, room, topicId),
    messages,
    lastMessage() {
      const last = storedIn(room, topicId).at(-1);
      return last && viewMessage(last, room.pins);
    },
    lastCard() {
      const cards = storedIn(room, topicId).filter(({ message }) => message.from?.is_bot === true);
      const hasButtons = ({ message }: StoredMessage): boolean =>
        (message.reply_markup?.inline_keyboard ?? []).length > 0;
      const card = cards.findLast(hasButtons) ?? cards.at(-1);
      return card && viewMessage(card, room.pins);
    },
  };
}

/** What a tap on a button in place of the keyboard sends. */
function pressed(button: KeyboardButton, { user }: Person): Partial<Message> {
  if (typeof button === 'string') return textContent(button);
  const kinds = Object.keys(button).filter(
    (name) => name.startsWith('request_') || name === 'web_app',
  );
  const { id, first_name } = user;
  if ('request_contact' in button)
    return { contact: { phone_number: `+${id}`, first_name, user_id: id } };
  if ('request_location' in button) return { location: { latitude: 52.52, longitude: 13.405 } };
  if (kinds.length > 0) throw new Error(`A person cannot answer ${kinds.join()} here.`);
  return textContent(button.text);
}

/** Ids of the bots that are in the chat. */
function hearers(world: World, room: Room): number[] {
  if (room.bot) return [room.bot.user.id];
  return [...world.bots.values()].map(({ user }) => user.id).filter((id) => room.members.has(id));
}
