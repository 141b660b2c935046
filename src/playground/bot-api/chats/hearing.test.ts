import type { Message, Update } from '@grammyjs/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { Group } from './group.ts';

const TEAM = -1_001_000_000_001;
const NEWS = -1_001_000_000_002;

let emulator: Emulator;
let bot: BotHandle;
let other: BotHandle;
let team: Group;
let carol: ReturnType<Emulator['person']>;

beforeEach(() => {
  emulator = createEmulator({ now: () => Date.UTC(2026, 10, 22) });
  bot = emulator.bot({ username: 'shop_bot' });
  other = emulator.bot({ username: 'other_bot' });
  carol = emulator.person({ id: 103, name: 'Carol' });
  team = emulator.group({ id: TEAM, title: 'Team' });
  team.add(bot);
  team.add(other);
});

async function received({ token }: BotHandle): Promise<Update[]> {
  const answer = await emulator.call(token, 'getUpdates', {});
  return answer.ok ? (answer.result as Update[]) : [];
}
/** The texts that a bot hears. */
async function heard(who: BotHandle): Promise<string[]> {
  const texts = (await received(who)).map(({ message }) => message?.text);
  return texts.filter((text) => text !== undefined);
}
async function sent(who: BotHandle, text: string): Promise<number> {
  const answer = await emulator.call(who.token, 'sendMessage', { chat_id: TEAM, text });
  if (!answer.ok) throw new Error(answer.description);
  return (answer.result as Message).message_id;
}

describe('with privacy mode on, a bot', () => {
  it('hears commands and mentions that name it, and no other talk', async () => {
    for (const text of ['hi', '@shop_bot hi', '/go@shop_bot', '/go@other_bot', '/go@SHOP_BOT x'])
      carol.in(team).says(text);

    expect(await heard(bot)).toEqual(['@shop_bot hi', '/go@shop_bot', '/go@SHOP_BOT x']);
  });

  it('hears a command that names nobody unless another bot spoke last', async () => {
    carol.in(team).says('/one');
    await sent(other, 'hello');
    carol.in(team).says('/two');
    await sent(bot, 'hello');
    carol.in(team).says('/three');

    expect(await heard(bot)).toEqual(['/one', '/three']);
    expect(await heard(other)).toEqual(['/one', '/two']);
  });

  it('hears replies to itself and to what was meant for it', async () => {
    const chat = carol.in(team);
    const own = await sent(bot, 'hello');
    const { message_id: meant } = chat.says('/go@shop_bot');
    const { message_id: talk } = chat.says('hi');
    chat.says('to the bot', { replyTo: own });
    chat.says('to the order', { replyTo: meant });
    chat.says('to the talk', { replyTo: talk });

    expect(await heard(bot)).toEqual(['/go@shop_bot', 'to the bot', 'to the order']);
  });

  it('does not hear talk in a topic only because it opened it', async () => {
    const forum = emulator.group({ id: NEWS, title: 'Forum', forum: true });
    forum.add(bot, 'member');
    forum.allows({ can_manage_topics: true });
    const made = await emulator.call(bot.token, 'createForumTopic', {
      chat_id: NEWS,
      name: 'Shop',
    });
    const topic = made.ok ? (made.result as { message_thread_id: number }).message_thread_id : 0;
    carol.in(forum, topic).says('among us');

    expect(await heard(bot)).toEqual([]);
  });

  it('hears no file without a word for it, and every service message', async () => {
    carol.in(team).sendsDocument('a.txt', new Uint8Array(1));
    carol.in(team).sendsDocument('b.txt', new Uint8Array(1), '@shop_bot look');
    carol.in(team).leaves();

    const messages = (await received(bot)).map(({ message }) => message).filter(Boolean);
    expect(messages.slice(-2)).toMatchObject([
      { caption: '@shop_bot look' },
      { left_chat_member: {} },
    ]);
    expect(messages.some((message) => message?.document?.file_name === 'a.txt')).toBe(false);
  });

  it('hears everything as an administrator', async () => {
    team.add(bot, 'administrator');
    carol.in(team).says('hi');

    expect(await heard(bot)).toEqual(['hi']);
    expect(await heard(other)).toEqual([]);
  });
});

describe('somebody', () => {
  it('speaks as the group when anonymous, which only administrators are', async () => {
    expect(() => carol.in(team, undefined, 'anonymous')).toThrow('is no administrator');
    team.add(carol, 'administrator');
    const message = carol.in(team, undefined, 'anonymous').says('/go@shop_bot');

    expect(message).toMatchObject({
      from: { id: 1_087_968_824, is_bot: true, username: 'GroupAnonymousBot' },
      sender_chat: { id: TEAM, title: 'Team' },
    });
    expect((await received(bot)).at(-1)?.message).toEqual(message);
  });

  it('speaks as a channel', () => {
    const news = emulator.group({ id: NEWS, title: 'News', channel: true });

    expect(carol.in(team, undefined, news).says('hi')).toMatchObject({
      from: { id: 136_817_688, is_bot: true },
      sender_chat: { id: NEWS, type: 'channel' },
    });
  });
});

describe('a channel', () => {
  it('is posted to in its own name, and heard as channel_post', async () => {
    const news = emulator.group({ id: NEWS, title: 'News', channel: true });
    news.add(bot, 'administrator');
    news.add(other, 'administrator');
    const answer = await emulator.call(bot.token, 'sendMessage', { chat_id: NEWS, text: 'hi' });
    news.posts('from the owner');

    expect(answer).toMatchObject({ result: { sender_chat: { id: NEWS }, text: 'hi' } });
    expect(answer).not.toHaveProperty('result.from');
    const posts = (await received(other)).map((update) => update.channel_post?.text);
    expect(posts).toContain('from the owner');
  });

  it('is forwarded by Telegram to the group that discusses it', async () => {
    const news = emulator.group({ id: NEWS, title: 'News', channel: true });
    const talk = emulator.group({ id: -1_001_000_000_003, title: 'Talk', discusses: news });
    talk.add(bot, 'administrator');
    news.posts('New release');

    expect((await received(bot)).at(-1)?.message).toMatchObject({
      from: { id: 777_000 },
      sender_chat: { id: NEWS },
      is_automatic_forward: true,
      forward_origin: { type: 'channel', message_id: 1 },
      text: 'New release',
    });
  });
});

describe('a group that becomes a supergroup', () => {
  it('tells so in the old chat and in the new one, and keeps who is in it', async () => {
    const group = emulator.group({ id: -5, title: 'Small' });
    group.add(bot, 'administrator', { can_pin_messages: false });
    const fresh = group.migratesTo(NEWS);

    const told = (await received(bot)).map(({ message }) => message);
    expect(told.at(-2)).toMatchObject({ chat: { id: -5 }, migrate_to_chat_id: NEWS });
    expect(told.at(-1)).toMatchObject({
      message_id: 1,
      chat: { id: NEWS, type: 'supergroup' },
      from: { username: 'GroupAnonymousBot' },
      sender_chat: { id: NEWS },
      migrate_from_chat_id: -5,
    });
    const self = { chat_id: fresh.id, user_id: bot.id };
    expect(await emulator.call(bot.token, 'getChatMember', self)).toMatchObject({
      result: { status: 'administrator', can_pin_messages: false },
    });
  });
});
