import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Outbox as OutboxStore } from '#ports/store/port.ts';
import type { Drafts } from './drafts.ts';
import { alternativeKey, createEntries, type Entries } from './entries.ts';
import type { Keyboards } from './keyboards.ts';
import { createLanes } from './lanes.ts';
import { toMessages, toProgressText } from './messages.ts';
import { inPlaceOnly } from './outbox/envelope.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RichChats } from './rich-chats.ts';

/** `Chat`, and what only this folder may do with it. */
export interface TelegramChat extends Chat {
  /** Like `post`; an answer to a request, behind finals and approvals. */
  reply(conversation: Conversation, key: string, card: Card): Promise<void>;
}

interface ChatOptions {
  readonly store: OutboxStore;
  readonly outbox: Outbox;
  readonly keyboards: Keyboards;
  readonly sayIn: (language: Language) => Say;
  readonly rich: RichChats;
  readonly drafts: Drafts;
  /** Names of the bot's commands: only these can be tapped in a text. */
  readonly commands: ReadonlySet<string>;
}

const FINAL = 0;
const ANSWER = 1;
const PROGRESS = 2;
/** Keys of closed cards; a `show` that comes too late for one is dropped. */
const MAX_CLOSED = 10_000;

/** The chat over the outbox: what is posted survives a restart and arrives once. */
export function createChat({
  store,
  outbox,
  keyboards,
  sayIn,
  rich,
  drafts,
  commands,
}: ChatOptions): TelegramChat {
  const lanes = createLanes();
  const closed = new Set<string>();
  const started = new Set<string>();
  const entriesFor = (conversation: Conversation): Entries =>
    createEntries(conversation, sayIn(conversation.language));

  const messagesOf = async ({ chatId, language }: Conversation, card: Card) =>
    toMessages(card, sayIn(language), commands, await rich.works(chatId));

  const post = (conversation: Conversation, key: string, card: Card, priority: number) =>
    lanes.run(key, async () => {
      if (await store.get(`${key}#1`)) return;
      const messages = await messagesOf(conversation, card);
      const markup = await keyboards.markup(conversation, key, card.buttons);
      keyboards.forget(key);
      await outbox.add(
        entriesFor(conversation).messages(messages, {
          keyAt: (number) => `${key}#${number}`,
          priority,
          markup,
          isSilent: card.ring === false || card.isMuted === true,
        }),
      );
    });

  const draw = async (conversation: Conversation, key: string, card: Card) => {
    const markup = await keyboards.markup(conversation, key, card.buttons);
    return { text: toProgressText(card, commands), markup };
  };

  return {
    post: (conversation, key, card) =>
      post(conversation, key, card, card.ring === false ? ANSWER : FINAL),

    reply: (conversation, key, card) => post(conversation, key, card, ANSWER),

    show: (conversation, key, card) =>
      lanes.run(key, async () => {
        if (closed.has(key)) return;
        const target = `${key}#1`;
        const entries = entriesFor(conversation);
        if (!started.has(key)) {
          if (await store.get(closeKey(key))) return;
          if (!(await store.get(target))) {
            const { text, markup } = await draw(conversation, key, card);
            const first = entries.text(target, text, {
              priority: PROGRESS,
              markup,
              isSilent: true,
            });
            await outbox.add([first]);
            started.add(key);
            return;
          }
          started.add(key);
        }
        outbox.progress({
          key: target,
          chatId: conversation.chatId,
          render: async () => {
            const { text, markup } = await draw(conversation, key, card);
            return entries.body(text, markup);
          },
        });
      }),

    close: (conversation, key, card) =>
      lanes.run(key, async () => {
        closed.add(key);
        drafts.end(key);
        started.delete(key);
        const [oldest] = closed;
        if (closed.size > MAX_CLOSED && oldest !== undefined) closed.delete(oldest);
        const target = await lastText(store, key);
        if (target === undefined || (await store.get(closeKey(key)))) return;
        outbox.dropProgress(conversation.chatId, target.key);
        const messages = await messagesOf(conversation, card);
        const markup = await keyboards.markup(conversation, key, card.buttons);
        keyboards.forget(key);
        const end = entriesFor(conversation).messages(messages, {
          keyAt: (number) => (number === 1 ? closeKey(key) : `${closeKey(key)}#${number}`),
          priority: ANSWER,
          markup,
          isSilent: card.ring !== true || card.isMuted === true,
          edits: target.key,
          isCaption: target.isCaption,
        });
        await outbox.add(card.inPlaceOnly ? inPlaceOnly(end) : end);
      }),

    async write(conversation, key, text) {
      // Telegram has drafts in private chats only.
      if (conversation.chatId < 0 || closed.has(key)) return;
      if ((await rich.isOn(conversation.chatId)) && !closed.has(key))
        drafts.write(conversation, key, text);
    },

    isRich: (chatId) => rich.isOn(chatId),
    setRich: (chatId, isRich) => rich.set(chatId, isRich),
  };
}

function closeKey(key: string): string {
  return `${key}:close`;
}

interface Shown {
  readonly key: string;
  /** Its text stands below a photo. */
  readonly isCaption: boolean;
}

/** The newest message of `key` with text: the one that carries the buttons. */
async function lastText(store: OutboxStore, key: string): Promise<Shown | undefined> {
  let last: Shown | undefined;
  const text = (at: string): Shown => ({ key: at, isCaption: false });
  for (let number = 1; ; number += 1) {
    const entry = await store.get(`${key}#${number}`);
    if (!entry) return last;
    if (entry.method === 'sendMessage') last = text(entry.key);
    if (entry.method === 'sendRichMessage') last = text(await lastAlternative(store, entry.key));
    // Behind texts a photo carries neither words nor buttons.
    if (entry.method === 'sendPhoto') last ??= { key: entry.key, isCaption: true };
  }
}

/** The last text that went in place of a rich message; the message itself where it went. */
async function lastAlternative(store: OutboxStore, key: string): Promise<string> {
  let last = key;
  for (let number = 2; ; number += 1) {
    const entry = await store.get(alternativeKey(key, number));
    if (!entry) return last;
    if (entry.method === 'sendMessage') last = entry.key;
  }
}
