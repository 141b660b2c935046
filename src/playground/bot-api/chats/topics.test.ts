import type { ForumTopic, Message, Update } from '@grammyjs/types';
import { beforeEach, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { Group } from './group.ts';

const FORUM = -1_001_000_000_001;

let emulator: Emulator;
let bot: BotHandle;
let forum: Group;

beforeEach(() => {
  emulator = createEmulator({ now: () => Date.UTC(2026, 10, 22) });
  bot = emulator.bot({ topics: 'by-everybody' });
  forum = emulator.group({ id: FORUM, title: 'Team', forum: true });
  forum.add(bot, 'administrator');
});

/** The result. @throws the refusal */
async function call<Result>(method: string, payload: Record<string, unknown>): Promise<Result> {
  const answer = await emulator.call(bot.token, method, payload);
  if (!answer.ok) throw new Error(answer.description);
  return answer.result as Result;
}
const inForum = <Result = true>(method: string, more: object = {}) =>
  call<Result>(method, { chat_id: FORUM, ...more });
const create = (name: string, more: object = {}) =>
  inForum<ForumTopic>('createForumTopic', { name, ...more });
const messagesOf = (id: number) =>
  emulator
    .chats()
    .find(({ chat }) => chat.id === id)
    ?.messages.map(({ message }) => message) ?? [];
const received = () => call<Update[]>('getUpdates', {});

it('opens a topic with a service message that has its id', async () => {
  const topic = await create('  Shop\n app ', { icon_color: 9_367_192 });

  expect(topic).toEqual({
    message_thread_id: expect.any(Number),
    name: 'Shop app',
    icon_color: 9_367_192,
  });
  expect(messagesOf(FORUM).at(-1)).toMatchObject({
    message_id: topic.message_thread_id,
    message_thread_id: topic.message_thread_id,
    is_topic_message: true,
    from: { id: bot.id },
    forum_topic_created: { name: 'Shop app', icon_color: 9_367_192 },
  });
  expect((await received()).some(({ message }) => message?.forum_topic_created)).toBe(false);
});

it('cuts a name at 128 characters and says so', async () => {
  expect((await create('😀'.repeat(200))).name).toBe('😀'.repeat(128));
  expect(emulator.warnings).toEqual([expect.stringContaining('cut to 128')]);
});

it('tells what happens to a topic inside it, and to whoever watches', async () => {
  const seen: string[] = [];
  emulator.events.subscribe((event) => {
    if (event.kind === 'topics')
      seen.push(event.topics.map(({ name, isClosed }) => `${name}${isClosed ? '!' : ''}`).join());
  });
  const { message_thread_id } = await create('Shop');
  const about = { message_thread_id };

  await inForum('editForumTopic', { ...about, name: 'Store' });
  await inForum('closeForumTopic', about);
  await inForum('reopenForumTopic', about);

  expect(seen).toEqual(['Shop', 'Store', 'Store!', 'Store']);
  expect(messagesOf(FORUM).slice(-3)).toMatchObject([
    { forum_topic_edited: { name: 'Store' }, ...about, is_topic_message: true },
    { forum_topic_closed: {}, ...about },
    { forum_topic_reopened: {}, ...about },
  ]);
});

it('lets a plain member manage the topics it opened itself, where members may open some', async () => {
  forum.add(bot, 'member');
  forum.allows({ can_manage_topics: true });
  const { message_thread_id } = await create('Mine');

  for (const method of ['closeForumTopic', 'reopenForumTopic', 'deleteForumTopic'])
    expect(await inForum(method, { message_thread_id })).toBe(true);
});

it('takes an edit that asks for nothing', async () => {
  const { message_thread_id } = await create('Shop');

  expect(await inForum('editForumTopic', { message_thread_id })).toBe(true);
  expect(await inForum('editForumTopic', { message_thread_id, name: '' })).toBe(true);
});

it('deletes a topic with its messages and pins, and nothing else', async () => {
  const { message_thread_id } = await create('Shop');
  const say = (text: string, more: object) => inForum<Message>('sendMessage', { text, ...more });
  const outside = await say('outside', {});
  const inside = await say('inside', { message_thread_id });
  for (const { message_id } of [outside, inside]) await inForum('pinChatMessage', { message_id });

  await inForum('deleteForumTopic', { message_thread_id });

  const chat = emulator.chats().find((some) => some.chat.id === FORUM);
  expect(chat?.topics).toEqual([]);
  expect(chat?.messages.some((view) => view.message_thread_id === message_thread_id)).toBe(false);
  expect(chat?.pins).toEqual([outside.message_id]);
  await expect(say('late', { message_thread_id })).rejects.toThrow('message thread not found');
});

it('unpins the messages of one topic, or those of General', async () => {
  const { message_thread_id } = await create('Shop');
  const outside = await inForum<Message>('sendMessage', { text: 'outside' });
  const inside = await inForum<Message>('sendMessage', { text: 'inside', message_thread_id });
  const pins = () => emulator.chats().find((some) => some.chat.id === FORUM)?.pins;
  for (const { message_id } of [outside, inside]) await inForum('pinChatMessage', { message_id });

  await inForum('unpinAllForumTopicMessages', { message_thread_id });
  expect(pins()).toEqual([outside.message_id]);
  await inForum('unpinAllGeneralForumTopicMessages');
  expect(pins()).toEqual([]);
});

it('renames, closes, hides and shows General, which has no id in messages', async () => {
  await inForum('editGeneralForumTopic', { name: 'Lobby' });
  await inForum('hideGeneralForumTopic');
  await expect(inForum('closeGeneralForumTopic')).rejects.toThrow('TOPIC_NOT_MODIFIED');
  await inForum('unhideGeneralForumTopic');
  await inForum('reopenGeneralForumTopic');

  const kinds = messagesOf(FORUM).map((message) => Object.keys(message).at(-1));
  expect(kinds.slice(-5)).toEqual([
    'forum_topic_edited',
    'forum_topic_closed',
    'general_forum_topic_hidden',
    'general_forum_topic_unhidden',
    'forum_topic_reopened',
  ]);
  expect(
    messagesOf(FORUM)
      .slice(-5)
      .some((message) => 'message_thread_id' in message),
  ).toBe(false);
});

it('has no icons to choose from', async () => {
  expect(await call('getForumTopicIconStickers', {})).toEqual([]);
});

it('keeps people out of a closed topic, and lets its managers write', async () => {
  const carol = emulator.person({ id: 103, name: 'Carol' });
  const { message_thread_id } = await create('Shop');
  await inForum('closeForumTopic', { message_thread_id });

  expect(() => carol.in(forum, message_thread_id).says('hi')).toThrow('is closed');
  expect(await inForum('sendMessage', { text: 'hi', message_thread_id })).toMatchObject({
    text: 'hi',
    message_thread_id,
  });
});

it('opens topics in private chats, by the bot and by the person', async () => {
  const carol = emulator.person({ id: 103, name: 'Carol' });
  const chat = carol.chat(bot);
  chat.says('/start');
  const byBot = await call<ForumTopic>('createForumTopic', { chat_id: 103, name: 'Shop' });
  const byCarol = chat.opensTopic('Blog');

  carol.chat(bot, byCarol).says('hello');
  const answer = { chat_id: 103, text: 'hi', message_thread_id: byBot.message_thread_id };
  expect(await call('sendMessage', answer)).toMatchObject({
    message_thread_id: byBot.message_thread_id,
    is_topic_message: true,
  });
  const messages = (await received()).map(({ message }) => message);
  expect(messages).toContainEqual(
    expect.objectContaining({ forum_topic_created: { name: 'Blog', icon_color: 7_322_096 } }),
  );
  expect(messages.at(-1)).toMatchObject({ text: 'hello', message_thread_id: byCarol });

  const about = { chat_id: 103, message_thread_id: byCarol };
  expect(await call('editForumTopic', { ...about, name: 'Diary' })).toBe(true);
  await expect(call('closeForumTopic', about)).rejects.toThrow('the chat is not a forum');
  expect(await call('deleteForumTopic', about)).toBe(true);
  await expect(call('sendMessage', { ...about, text: 'hi' })).rejects.toThrow(
    'message thread not found',
  );
});

it('is refused a topic that the person deleted', async () => {
  const chat = emulator.person({ id: 103, name: 'Carol' }).chat(bot);
  const topic = chat.opensTopic('Shop');
  chat.says('/start');
  chat.deletesTopic(topic);

  const late = { chat_id: 103, text: 'hi', message_thread_id: topic };
  await expect(call('sendMessage', late)).rejects.toThrow('message thread not found');
  expect(() => chat.deletesTopic(topic)).toThrow(`There is no topic ${topic}`);
});

it('says in getMe whether private chats have topics, and who may open them', async () => {
  const settings = async (topics?: 'by-the-bot' | 'by-everybody') => {
    const { token } = emulator.bot(topics === undefined ? {} : { topics });
    return (await emulator.call(token, 'getMe')) as unknown;
  };
  const flags = (has: boolean, all: boolean) => ({
    result: { has_topics_enabled: has, allows_users_to_create_topics: all },
  });

  expect(await settings()).toMatchObject(flags(false, false));
  expect(await settings('by-the-bot')).toMatchObject(flags(true, false));
  expect(await settings('by-everybody')).toMatchObject(flags(true, true));
  const closed = emulator.bot({ topics: 'by-the-bot' });
  const carol = emulator.person({ id: 103, name: 'Carol' }).chat(closed);
  expect(() => carol.opensTopic('x')).toThrow('does not let people open topics');
});
