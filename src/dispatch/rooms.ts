import { type Card, plain } from '#kernel/card.ts';
import { conversationId } from '#kernel/conversation.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { Store } from '#ports/store/port.ts';
import { createOnce } from './once.ts';
import type { RoomEvent } from './room-event.ts';

interface Options {
  readonly store: Pick<Store, 'actors' | 'conversations' | 'groups' | 'topics'>;
  readonly chat: Chat;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

/** A topic that stays closed so long is closed for good. */
const CLOSED_FOR_GOOD_MS = 30 * 24 * 60 * 60 * 1_000;
/** Who brings the bot into many groups is told of to the owners once in this time. */
const TELL_AGAIN_MS = 24 * 60 * 60 * 1_000;
const MAX_TITLE = 80;

/** What the bot does when something happens to a group or a topic. */
export function createRoomKeeper(options: Options): (event: RoomEvent) => Promise<void> {
  const { store, chat, ownerIds, sayIn, now } = options;
  const isFirst = createOnce(now);

  const tellOwners = async (
    chatId: number,
    words: Readonly<Record<'title' | 'name' | 'id', string>>,
  ): Promise<void> => {
    for (const home of await ownerHomes(store, ownerIds)) {
      const text = sayIn(home.language)('group-added-unknown', words);
      await chat.post(home, `group-added-${chatId}-${home.actorId}`, { text, ring: false });
    }
  };

  /** Says once who it is. Who brought it counts: a stranger learns no more than a stranger may. */
  const greet = async (event: Extract<RoomEvent, { kind: 'added' }>): Promise<void> => {
    const { chatId, by } = event;
    const title = shorten(event.title, MAX_TITLE);
    const before = await store.groups.get(chatId);
    const isKnown = ownerIds.includes(by.id) || (await store.actors.get(by.id)) !== undefined;
    if (before?.greetedAtMs === undefined) {
      const language = toLanguage(by.languageCode);
      const card: Card = {
        text: sayIn(language)(isKnown ? 'group-hello' : 'group-hello-unknown'),
        ring: false,
      };
      const conversation = {
        id: conversationId({ chatId }, by.id),
        chatId,
        actorId: by.id,
        language,
      };
      await chat.post(conversation, `group-hello-${chatId}`, card);
      if (!isKnown && isFirst(by.id, TELL_AGAIN_MS)) {
        const words = { title: plain(title), name: plain(shorten(by.name, MAX_TITLE)) };
        await tellOwners(chatId, { ...words, id: String(by.id) });
      }
    }
    // Last: after a crash before it the same cards are posted under the same keys.
    await store.groups.save({ greetedAtMs: now(), ...before, chatId, title });
  };

  return async (event) => {
    switch (event.kind) {
      case 'added':
        return greet(event);
      case 'moved':
        return store.groups.move(event.chatId, event.toChatId);
      case 'topic-closed':
        await store.topics.prune(now() - CLOSED_FOR_GOOD_MS);
        return store.topics.close(event.place, now());
      case 'topic-reopened':
        return store.topics.close(event.place, undefined);
      case 'topic-lost':
        await store.topics.unbind(event.place);
        return undefined;
    }
  };
}
