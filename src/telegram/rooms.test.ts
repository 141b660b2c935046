import { afterEach, expect, it, vi } from 'vitest';
import type { RoomEvent } from '#dispatch/room-event.ts';
import type { Request } from '#dispatch/request.ts';
import { conversationId } from '#kernel/conversation.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { createTelegram } from './telegram.ts';

const FORUM = -1_000_000_000_500;
const SOON = { timeout: 10_000 };
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function setUp() {
  const emulator = createEmulator();
  const bot = emulator.bot({ username: 'forge_bot' });
  const vera = emulator.person({ id: 11, name: 'Vera', languageCode: 'en' });
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => listening.close());
  const store = memoryStore();
  cleanups.push(() => store.close());
  const nothing = () => undefined;
  const telegram = createTelegram({
    token: bot.token,
    apiRoot: listening.url,
    environment: 'prod',
    store,
    sayIn: () => (key) => `(${key})`,
    log: { info: nothing, warn: nothing, error: nothing },
    now: Date.now,
    limits: { pollSeconds: 1, retryMs: 5, maxRetryMs: 40 },
  });
  cleanups.push(() => telegram.stop(2_000));
  const requests: Request[] = [];
  const events: RoomEvent[] = [];
  const start = () =>
    telegram.start({
      menu: [],
      async dispatch(request) {
        requests.push(request);
        const { place, from } = request;
        const id = conversationId(place, from.id);
        return { conversation: { ...place, id, actorId: from.id, language: 'en' } };
      },
      onRoom: async (event) => void events.push(event),
    });
  return { emulator, bot, vera, store, telegram, requests, events, start };
}

it('knows whether it may open topics and what it hears, and opens one', async () => {
  const { emulator, bot, vera, telegram } = await setUp();
  const forum = emulator.group({ id: FORUM, title: 'Team', forum: true });
  forum.add(vera);
  forum.add(bot);
  const facts = { title: 'Team', isForum: true };
  const shy = { ...facts, hearsAll: false, mayOpenTopics: false };
  expect(await telegram.rooms.about(FORUM)).toEqual(shy);
  expect(await telegram.rooms.openTopic(FORUM, 'shop')).toEqual({ kind: 'refused' });
  forum.add(bot, 'administrator', { can_manage_topics: true });
  const trusted = { ...facts, hearsAll: true, mayOpenTopics: true };
  expect(await telegram.rooms.about(FORUM)).toEqual(trusted);
  const opened = await telegram.rooms.openTopic(FORUM, 'x'.repeat(200));
  expect(opened).toEqual({ kind: 'opened', topicId: expect.any(Number) });
  expect(await telegram.rooms.about(-999)).toBeUndefined();
});

it('tells of being added, of closed topics, of a lost one, and of a move', async () => {
  const { emulator, bot, vera, telegram, events, start, store } = await setUp();
  const forum = emulator.group({ id: FORUM, title: 'Team', forum: true });
  forum.add(vera);
  await start();
  forum.add(bot, 'administrator', { can_manage_topics: true });
  const topicId = forum.opensTopic('shop');
  const place = { chatId: FORUM, topicId };
  forum.closesTopic(topicId);
  forum.reopensTopic(topicId);
  await vi.waitFor(() => expect(events).toHaveLength(3), SOON);
  expect(events).toEqual([
    expect.objectContaining({ kind: 'added', chatId: FORUM, title: 'Team' }),
    { kind: 'topic-closed', place },
    { kind: 'topic-reopened', place },
  ]);
  forum.deletesTopic(topicId);
  const conversation = { ...place, id: 'x', actorId: 11, language: 'en' } as const;
  await telegram.chat.post(conversation, 'lost', { text: 'hello' });
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: 'topic-lost', place }), SOON);

  const plain = emulator.group({ id: -5, title: 'Plain' });
  plain.add(bot);
  const words = { command: 'x', words: [], createdAtMs: 1 };
  await store.buttons.add([{ id: 'tap', chatId: -5, ...words }]);
  plain.migratesTo(-1_000_000_000_005);
  const moved = { kind: 'moved', chatId: -5, toChatId: -1_000_000_000_005 };
  await vi.waitFor(() => expect(events).toContainEqual(moved), SOON);
  expect((await store.buttons.get('tap'))?.chatId).toBe(-1_000_000_000_005);
});

it('hears in a forum what is said in a topic, and whether it was called', async () => {
  const { emulator, bot, vera, requests, start } = await setUp();
  const forum = emulator.group({ id: FORUM, title: 'Team', forum: true });
  forum.add(vera);
  forum.add(bot, 'administrator', { can_manage_topics: true });
  const topicId = forum.opensTopic('shop');
  await start();
  const chat = vera.in(forum, topicId);
  chat.says('just talk');
  chat.says('@forge_bot fix it');
  chat.says('/status@other_bot');
  chat.says('/status');
  await vi.waitFor(() => expect(requests).toHaveLength(3), SOON);
  const place = { chatId: FORUM, topicId };
  expect(requests).toEqual([
    expect.objectContaining({ text: 'just talk', isTalk: true, place }),
    expect.objectContaining({ text: 'fix it', place }),
    expect.objectContaining({ text: '/status', place }),
  ]);
  expect(requests.slice(1).some(({ isTalk }) => isTalk)).toBe(false);
});
