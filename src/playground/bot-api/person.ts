import type { Message, User } from '@grammyjs/types';
import { type MessageView, viewMessage, viewRoom } from './chat-view.ts';
import { detectEntities } from './detect.ts';
import { toDocument } from './files.ts';
import { addMessage, changeMessage } from './messages.ts';
import { tap } from './tap.ts';
import { hearing, memberChange } from './hearing.ts';
import { type CallbackAnswer, type Person, type Room, unixTime, type World } from './world.ts';

/** What a person can do in one chat, or in one topic of it. */
export interface PersonInChat {
  readonly chatId: number;
  /** Names the chat in events. */
  readonly room: string;
  /** Sends a text; slash commands, links and mentions become entities. */
  says(text: string, options?: { readonly replyTo?: number }): Message;
  /** Changes a text of their own. */
  edits(messageId: number, text: string): Message;
  /**
   * Taps the newest button with that label, or the one on `message`. Resolves with what the bot
   * answers; rejects when there is no such button or the bot stays silent for 10 real seconds.
   */
  taps(
    button: string | { readonly text: string },
    message?: number | { readonly message_id: number },
  ): Promise<CallbackAnswer>;
  sendsDocument(name: string, bytes: Uint8Array, caption?: string): Message;
  /** Blocks the bot of a private chat. */
  blocks(): void;
  unblocks(): void;
  /** What the chat shows now, oldest first. */
  messages(): MessageView[];
  lastMessage(): MessageView | undefined;
}

/** Lets `person` act in `room`. */
export function personInChat(
  world: World,
  person: Person,
  room: Room,
  topicId?: number,
): PersonInChat {
  const from: User = { ...person.user };
  const send = (content: Partial<Message>, replyTo?: number): Message => {
    if (room.migratedTo !== undefined) throw new Error('The group is a supergroup now.');
    if (room.access === 'blocked') unblock();
    room.access = 'open';
    const replied = room.messages.find(({ message }) => message.message_id === replyTo)?.message;
    const stored = addMessage(world, room, { from, content, topicId, replyTo: replied });
    deliver('message', stored.message);
    return structuredClone(stored.message);
  };
  const deliver = (kind: 'message' | 'edited_message', message: Message): void => {
    for (const bot of hearing(world, room, message)) bot.updates.push(kind, message as never);
  };
  const changeAccess = (access: Room['access']): void => {
    if (!room.bot) throw new Error('Only the bot of a private chat can be blocked.');
    const [was, is] =
      access === 'blocked' ? (['member', 'kicked'] as const) : (['kicked', 'member'] as const);
    room.access = access;
    const change = memberChange(room, from, room.bot, { was, is }, unixTime(world));
    room.bot.updates.push('my_chat_member', change);
  };
  const unblock = (): void => {
    changeAccess('open');
  };
  const messages = (): MessageView[] => viewRoom(room, topicId);

  return {
    chatId: room.chat.id,
    room: room.key,
    says: (text, options) => send(textContent(text), options?.replyTo),
    edits(messageId, text) {
      const stored = room.messages.find(({ message }) => message.message_id === messageId);
      if (stored?.message.from?.id !== person.user.id)
        throw new Error(`Message ${messageId} is not one of ${person.user.first_name}.`);
      const message = changeMessage(world, room, stored, textContent(text), undefined);
      deliver('edited_message', message);
      return structuredClone(message);
    },
    async taps(button, message) {
      const label = typeof button === 'string' ? button : button.text;
      const messageId = typeof message === 'number' ? message : message?.message_id;
      return tap(world, room, { person, topicId, label, messageId });
    },
    sendsDocument(name, bytes, caption) {
      const [bot] = hearers(world, room);
      if (!bot) throw new Error('No bot is here to get the document.');
      const document = toDocument(world.files.keep(bot, 'documents', { name, bytes }));
      return send({ document, ...(caption === undefined ? {} : captionContent(caption)) });
    },
    blocks: () => changeAccess('blocked'),
    unblocks: unblock,
    messages,
    lastMessage() {
      const last = room.messages.findLast(
        ({ message }) => topicId === undefined || message.message_thread_id === topicId,
      );
      return last && viewMessage(last);
    },
  };
}

/** Ids of the bots that are in the chat. */
function hearers(world: World, room: Room): number[] {
  if (room.bot) return [room.bot.user.id];
  return [...world.bots.values()].map(({ user }) => user.id).filter((id) => room.members.has(id));
}

function textContent(raw: string): Pick<Message, 'text' | 'entities'> {
  const text = raw.trim();
  if (text === '') throw new Error('Telegram sends no empty text.');
  const entities = detectEntities(text);
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

function captionContent(caption: string): Pick<Message, 'caption' | 'caption_entities'> {
  const { text, entities } = textContent(caption);
  return { caption: text ?? '', ...(entities ? { caption_entities: entities } : {}) };
}
