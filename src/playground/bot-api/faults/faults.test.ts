import { beforeEach, expect, it } from 'vitest';
import { virtualClock, type MovableClock } from '../clock.ts';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import { faultRule } from './fault-rule.ts';
import { faultSource } from './faults.ts';
import type { PersonInChat } from '../people/person.ts';
import { seededRandom } from '../random.ts';

let clock: MovableClock;
let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;

beforeEach(() => {
  clock = virtualClock(Date.UTC(2026, 10, 22));
  emulator = createEmulator({ clock });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
});

const send = (text: string) => emulator.call(bot.token, 'sendMessage', { chat_id: 101, text });
const poll = async (offset?: number) => {
  const answer = await emulator.call(bot.token, 'getUpdates', offset ? { offset } : {});
  if (!answer.ok) throw new Error(answer.description);
  return answer.result as { update_id: number; message?: { text?: string } }[];
};
const texts = async (offset?: number) => (await poll(offset)).map(({ message }) => message?.text);

it('hits what holds the text, as often as told, in the order of the rules', async () => {
  emulator.faults.add({ kind: 'status', status: 500, contains: 'bad', times: 1 });
  emulator.faults.add({ kind: 'status', status: 502, contains: 'bad', times: 1 });

  expect(await send('good')).toMatchObject({ ok: true });
  expect(await send('a bad one')).toMatchObject({ error_code: 500 });
  expect(await send('a bad one')).toMatchObject({ error_code: 502 });
  expect(await send('a bad one')).toMatchObject({ ok: true });
});

it('hits until cleared without a number of times', async () => {
  emulator.faults.add({ kind: 'status', status: 503, method: 'SENDMESSAGE' });

  for (let call = 0; call < 5; call += 1) expect(await send('x')).toMatchObject({ ok: false });
  expect(emulator.faults.remaining()).toBe(Infinity);
  emulator.faults.clear();
  expect(await send('x')).toMatchObject({ ok: true });
});

it('answers with an error although it happened', async () => {
  emulator.faults.add({
    kind: 'status',
    status: 504,
    description: 'Gateway Time-out',
    isAfterEffect: true,
    times: 1,
  });

  expect(await send('there')).toMatchObject({ error_code: 504, description: 'Gateway Time-out' });
  expect(alice.lastMessage()?.text).toBe('there');
});

it('does at once what it answers late, and late what it begins late', async () => {
  emulator.faults.add({ kind: 'delay-after', ms: 5_000, contains: 'first', times: 1 });
  emulator.faults.add({ kind: 'delay', ms: 5_000, contains: 'second', times: 1 });
  const answers: string[] = [];
  void send('first').then(() => answers.push('first'));
  void send('second').then(() => answers.push('second'));

  await clock.advance(4_999);
  expect([alice.lastMessage()?.text, answers]).toEqual(['first', []]);
  await clock.advance(1);
  expect([alice.lastMessage()?.text, answers]).toEqual(['second', ['second', 'first']]);
});

it('cuts an answer off in the middle of its JSON', async () => {
  emulator.faults.add({ kind: 'malformed-answer', times: 2 });
  const server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  try {
    const response = await fetch(`${server.url}/bot${bot.token}/getMe`);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(response.status).toBe(200);
    await expect(send('x')).rejects.toThrow('the answer was cut off');
  } finally {
    await server.close();
  }
});

it('lets chance decide the same way for the same seed', () => {
  const rule = { kind: 'drop-before', probability: 0.5 } as const;
  const draw = (seed: number) => {
    const faults = faultSource(seededRandom(seed));
    faults.add(rule);
    return Array.from(
      { length: 200 },
      () => faults.hit({ method: 'getMe', chatId: undefined, text: '' }).length,
    );
  };

  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const hits = draw(7).reduce((sum, hit) => sum + hit, 0);
  expect(hits).toBeGreaterThan(70);
  expect(hits).toBeLessThan(130);
});

it('never hits with probability 0, always with 1, and wastes no times on what it spares', () => {
  const faults = faultSource(() => 0.3);
  faults.add({ kind: 'drop-before', probability: 0, times: 1 });
  expect(faults.hit({ method: 'getMe', chatId: undefined, text: '' })).toEqual([]);
  expect(faults.remaining()).toBe(1);
  faults.add({ kind: 'drop-after', probability: 1, times: 1 });

  expect(faults.hit({ method: 'getMe', chatId: undefined, text: '' })).toMatchObject([
    { kind: 'drop-after' },
  ]);
});

it('delivers an update twice with one id, the second time after it was confirmed', async () => {
  emulator.faults.add({ kind: 'duplicate-update', contains: 'twice', times: 1 });
  alice.says('twice');
  alice.says('once');

  const [start, ...first] = await poll();
  expect(first.map(({ message }) => message?.text)).toEqual(['twice', 'once']);
  const again = await poll(first.at(-1)!.update_id + 1);
  expect(start?.message?.text).toBe('/start');
  expect(again).toEqual([first[0]]);
  expect(await poll(first.at(-1)!.update_id + 1)).toEqual([]);
});

it('delivers an update later than it happened', async () => {
  emulator.faults.add({ kind: 'delay-update', ms: 60_000, update: 'message', times: 1 });
  alice.says('late');
  alice.says('in time');

  expect(await texts()).toEqual(['/start', 'in time']);
  await clock.advance(60_000);
  expect(await texts()).toEqual(['/start', 'in time', 'late']);
});

it('delivers an update after the one that follows it, or a second later when none does', async () => {
  emulator.faults.add({ kind: 'reorder-update', chatId: 101, times: 2 });
  alice.says('one');
  alice.says('two');
  expect(await texts()).toEqual(['/start']);
  alice.says('three');

  expect(await texts()).toEqual(['/start', 'three', 'one', 'two']);
  emulator.faults.add({ kind: 'reorder-update', times: 1 });
  alice.says('alone');
  await clock.advance(1_000);
  expect((await texts()).at(-1)).toBe('alone');
});

it('takes rules as JSON and says what is wrong with one', () => {
  const rules = [
    { kind: 'status', status: 429, retryAfter: 3, method: 'sendMessage', times: 2 },
    { kind: 'delay-update', ms: 5, update: 'callback_query', probability: 0.5 },
    { kind: 'malformed-answer', contains: 'x', chatId: -5 },
  ];

  for (const rule of rules) expect(faultRule.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  for (const wrong of [
    { kind: 'status' },
    { kind: 'status', status: 200 },
    { kind: 'delay', ms: -1 },
    { kind: 'drop-before', update: 'message' },
    { kind: 'drop-before', times: 0 },
    { kind: 'earthquake' },
  ])
    expect(faultRule.safeParse(wrong).success).toBe(false);
});
