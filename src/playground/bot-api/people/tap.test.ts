import type { CallbackQuery, Message, Update } from '@grammyjs/types';
import { beforeEach, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { PersonInChat } from './person.ts';

const TEAM = -1_001_000_000_001;
const KEYBOARD = {
  inline_keyboard: [
    [
      { text: 'Go', callback_data: 'first' },
      { text: 'Go', callback_data: 'second' },
    ],
    [
      { text: 'Stop', callback_data: 'stop' },
      { text: 'Go', callback_data: 'third' },
    ],
  ],
};

let clockMs: number;
let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;

beforeEach(() => {
  clockMs = Date.UTC(2026, 10, 22);
  emulator = createEmulator({ now: () => clockMs });
  bot = emulator.bot({ username: 'shop_bot' });
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
});

async function call<Result>(method: string, payload: Record<string, unknown>): Promise<Result> {
  const answer = await emulator.call(bot.token, method, payload);
  if (!answer.ok) throw new Error(answer.description);
  return answer.result as Result;
}
const ask = (chatId = 101) =>
  call<Message>('sendMessage', { chat_id: chatId, text: 'Well?', reply_markup: KEYBOARD });
async function lastQuery(): Promise<CallbackQuery> {
  const [update] = await call<Update[]>('getUpdates', { offset: -1 });
  if (!update?.callback_query) throw new Error('Nobody tapped.');
  return update.callback_query;
}
const answer = (more: object = {}, query?: CallbackQuery) =>
  call('answerCallbackQuery', { callback_query_id: query?.id, ...more });
/** Taps, answers, and says which button it was. */
async function dataOf(...tap: Parameters<PersonInChat['taps']>): Promise<string | undefined> {
  const tapped = alice.taps(...tap);
  const query = await lastQuery();
  await answer({}, query);
  await tapped;
  return query.data;
}

it('chooses among buttons of one label by place, by turn and by data', async () => {
  await ask();

  expect(await dataOf('Go')).toBe('first');
  expect(await dataOf({ text: 'Go', occurrence: 2 })).toBe('second');
  expect(await dataOf({ text: 'Go', row: 2 })).toBe('third');
  expect(await dataOf({ row: 2, column: 1 })).toBe('stop');
  expect(await dataOf({ text: 'Go', callback_data: 'third' })).toBe('third');
  await expect(alice.taps({ text: 'Go', occurrence: 4 })).rejects.toThrow('There is no button');
});

it('brings the answer with its alert and a link to the bot itself', async () => {
  await ask();
  const url = 'https://t.me/shop_bot?start=order-1';
  const tapped = alice.taps('Go');
  await answer({ text: 'Done', show_alert: true, url }, await lastQuery());

  expect(await tapped).toEqual({ text: 'Done', show_alert: true, url });
});

it('refuses links to anywhere else', async () => {
  for (const url of ['https://t.me/other_bot?start=x', 'https://t.me/shop_bot', 'https://a.org'])
    await expect(answer({ url, callback_query_id: 'x' })).rejects.toThrow('URL_INVALID');
});

it('is answered out of the cache for as long as the bot said, and then asks again', async () => {
  const { message_id } = await ask();
  const tapped = alice.taps('Go', message_id);
  const query = await lastQuery();
  await answer({ text: 'Cached', cache_time: 60 }, query);
  await tapped;

  expect(await alice.taps('Go', message_id)).toEqual({ text: 'Cached' });
  expect((await lastQuery()).id).toBe(query.id);
  clockMs += 61_000;
  expect(await dataOf('Go', message_id)).toBe('first');
  expect((await lastQuery()).id).not.toBe(query.id);
});

it('carries the message as it was, also when it changes before the bot looks', async () => {
  const { message_id } = await ask();
  const tapped = alice.taps('Go');
  await call('editMessageText', { chat_id: 101, message_id, text: 'Over' });
  const query = await lastQuery();
  await answer({}, query);
  await tapped;

  expect(query.message).toMatchObject({ text: 'Well?', reply_markup: KEYBOARD });
});

it('carries no more than the place of a message that is gone', async () => {
  const message = await ask();
  await call('deleteMessage', { chat_id: 101, message_id: message.message_id });
  const tapped = alice.taps('Go', message);
  const query = await lastQuery();
  await answer({}, query);
  await tapped;

  expect(query.message).toEqual({
    chat: expect.objectContaining({ id: 101 }),
    message_id: message.message_id,
    date: 0,
  });
});

it('reaches the bot that wrote the message, and no other may answer', async () => {
  const team = emulator.group({ id: TEAM, title: 'Team' });
  const other = emulator.bot();
  team.add(bot);
  team.add(other);
  const carol = emulator.person({ id: 103, name: 'Carol' }).in(team);
  await ask(TEAM);
  const tapped = carol.taps('Go');
  const query = await lastQuery();
  const foreign = { callback_query_id: query.id };

  expect(await emulator.call(other.token, 'answerCallbackQuery', foreign)).toMatchObject({
    ok: false,
    description: expect.stringContaining('query ID is invalid'),
  });
  await answer({}, query);
  expect(await tapped).toEqual({});
});

it.each([
  ['is not for who left the group', undefined, 'refused: Carol is not in "Team".'],
  ['is for who left a group that is public', 'team', 'answered'],
])('%s', async (_title, username, expected) => {
  const team = emulator.group({ id: TEAM, title: 'Team', ...(username ? { username } : {}) });
  team.add(bot);
  const carol = emulator.person({ id: 103, name: 'Carol' }).in(team);
  await ask(TEAM);
  carol.leaves();
  const tapped = carol.taps('Go').then(
    () => 'answered',
    (error: Error) => `refused: ${error.message}`,
  );
  await lastQuery().then(
    (query) => answer({}, query),
    () => undefined,
  );

  expect(await tapped).toBe(expected);
});

it('tells the chat by a number that is its own', async () => {
  await ask();
  void alice.taps('Stop').catch(() => undefined);
  const first = await lastQuery();
  void alice.taps('Go').catch(() => undefined);
  const second = await lastQuery();

  expect(first.chat_instance).toMatch(/^-?\d{1,19}$/u);
  expect(second.chat_instance).toBe(first.chat_instance);
});

it('waits for an answer as long as Telegram takes one', async () => {
  const clock = virtualClock(0);
  emulator = createEmulator({ clock });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
  await ask();
  const tapped = alice.taps('Stop');
  const query = await lastQuery();
  await clock.advance(14_000);

  await answer({ text: 'At last' }, query);

  expect(await tapped).toEqual({ text: 'At last' });
});
