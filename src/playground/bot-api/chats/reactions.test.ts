import type { Update } from '@grammyjs/types';
import { beforeEach, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { PersonInChat } from '../people/person.ts';

const TEAM = -1_001_000_000_001;

let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;

beforeEach(() => {
  emulator = createEmulator({ now: () => Date.UTC(2026, 10, 22) });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
});

const poll = async (more: object = {}): Promise<Update[]> => {
  const answer = await emulator.call(bot.token, 'getUpdates', { ...more });
  return answer.ok ? (answer.result as Update[]) : [];
};
const ask = () => poll({ allowed_updates: ['message', 'message_reaction'] });
const reactionsIn = (updates: Update[]) =>
  updates.map((update) => update.message_reaction).filter((one) => one !== undefined);
const reactAsBot = (more: object = {}) =>
  emulator.call(bot.token, 'setMessageReaction', { chat_id: 101, message_id: 1, ...more });
const thumb = { type: 'emoji', emoji: '👍' } as const;
const heart = { type: 'emoji', emoji: '❤' } as const;

it("tells the bot of a person's reactions, and of taking them back", async () => {
  await ask();
  alice.reacts(1, '👍');
  alice.reacts(1, '❤');
  alice.reacts(1);
  alice.reacts(1);

  const told = reactionsIn(await poll());
  expect(told.map(({ old_reaction, new_reaction }) => [old_reaction, new_reaction])).toEqual([
    [[], [thumb]],
    [[thumb], [heart]],
    [[heart], []],
  ]);
  expect(told[0]).toMatchObject({ chat: { id: 101 }, message_id: 1, user: { id: 101 } });
});

it('tells nothing unless the bot asked for it', async () => {
  alice.reacts(1, '👍');

  expect(reactionsIn(await poll())).toEqual([]);
});

it('tells nothing of the reactions of the bot itself', async () => {
  await ask();
  expect(await reactAsBot({ reaction: [thumb], is_big: true })).toMatchObject({ ok: true });

  expect(reactionsIn(await poll())).toEqual([]);
  expect(alice.messages()[0]?.reactions).toEqual([thumb]);
});

it('shows the reactions of all, and takes back only those of the one who does', async () => {
  alice.reacts(1, '❤');
  await reactAsBot({ reaction: [thumb] });
  expect(alice.messages()[0]?.reactions).toEqual([heart, thumb]);

  await reactAsBot();
  expect(alice.messages()[0]?.reactions).toEqual([heart]);
});

it('tells only administrators in groups', async () => {
  await ask();
  const team = emulator.group({ id: TEAM, title: 'Team' });
  const carol = emulator.person({ id: 103, name: 'Carol' }).in(team);
  team.add(bot);
  const message = carol.says('hi');
  carol.reacts(message, '👍');
  team.add(bot, 'administrator');
  carol.reacts(message, '❤');

  expect(reactionsIn(await poll())).toMatchObject([{ old_reaction: [thumb], chat: { id: TEAM } }]);
});

it('names the group in place of an anonymous administrator', async () => {
  await ask();
  const team = emulator.group({ id: TEAM, title: 'Team' });
  team.add(bot, 'administrator');
  const carol = emulator.person({ id: 103, name: 'Carol' });
  team.add(carol, 'administrator');
  const message = carol.in(team).says('hi');
  carol.in(team, undefined, 'anonymous').reacts(message, '👍');

  const [told] = reactionsIn(await poll());
  expect(told).toMatchObject({ actor_chat: { id: TEAM } });
  expect(told).not.toHaveProperty('user');
});

it('refuses people what is no reaction or too many', () => {
  expect(() => alice.reacts(1, '🥑' as never)).toThrow('is no reaction');
  expect(() => alice.reacts(1, '👍', '❤', '🔥', '🎉')).toThrow('too many');
  expect(() => alice.reacts(99, '👍')).toThrow('no message 99');
});
