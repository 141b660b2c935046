import { plain } from '#kernel/card.ts';
import { type Conversation, conversationId } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Opened, Rooms } from '#ports/rooms/port.ts';
import type { Store } from '#ports/store/port.ts';

/** What `openTopicFor` works with. */
export interface TopicPorts {
  readonly chat: Chat;
  readonly rooms: Rooms;
  readonly store: Pick<Store, 'topics'>;
  readonly now: () => number;
}

/** What became of the topic, as the journal keeps it. */
type Result = Opened | { readonly kind: 'no-forum' } | { readonly kind: 'no-right' };

/**
 * Opens a topic for the new project and binds it, where its maker works in a forum group. Resolves
 * with the sentence that says so, or how to do it by hand; '' where there is nothing to say. Its one
 * step is `topic`; no failure of it fails the operation.
 */
export async function openTopicFor(
  run: OperationRun,
  { chat, rooms, store, now }: TopicPorts,
  { name, conversation, say }: { name: string; conversation: Conversation; say: Say },
): Promise<string> {
  const { chatId, actorId } = conversation;
  if (chatId > 0) return '';
  const words = { project: plain(name) };
  const result = await run.step<Result>('topic', async (attempt) => {
    // Telegram cannot be asked which topics there are: a second try could open a second one.
    if (attempt > 1) return { kind: 'unsure' };
    const facts = await rooms.about(chatId);
    if (!facts?.isForum) return { kind: 'no-forum' };
    return facts.mayOpenTopics ? rooms.openTopic(chatId, name) : { kind: 'no-right' };
  });
  switch (result.kind) {
    case 'opened': {
      const place = { chatId, topicId: result.topicId };
      await store.topics.bind({ ...place, project: name, boundBy: actorId, boundAtMs: now() });
      const there = { ...conversation, ...place, id: conversationId(place, actorId) };
      const card = { text: say('topic-bound', words), ring: false };
      await chat.post(there, `${run.operation.id}:topic`, card);
      return say('new-topic-opened', words);
    }
    case 'unsure':
      return say('new-topic-unsure', words);
    case 'refused':
    case 'no-right':
      return say('new-topic-by-hand', words);
    case 'no-forum': {
      const here = await store.topics.get(conversation);
      return here ? say('new-here-is-bound', { project: plain(here.project) }) : '';
    }
  }
}
