import { beforeEach, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { createEmulator } from './emulator.ts';
import { chatLimits, type LimitSettings, type Spender } from './limits.ts';
import { Refusal } from './refusal.ts';

let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
});

const alice: Spender = { botId: 1, room: 'alice', kind: 'private' };
const group: Spender = { botId: 1, room: 'group', kind: 'group' };

/** What each of the spenders is told: 0 is yes, else the seconds to wait. */
function spend(settings: LimitSettings, ...spenders: Spender[]): number[] {
  const limits = chatLimits(() => nowMs, settings);
  return spenders.map((spender) => take(limits, spender));
}

function take(limits: ReturnType<typeof chatLimits>, spender: Spender): number {
  try {
    limits.take(spender);
    return 0;
  } catch (error) {
    return error instanceof Refusal ? (error.parameters?.retry_after ?? -1) : -1;
  }
}

const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);

it('takes three at once in a private chat and then one a second', () => {
  const limits = chatLimits(() => nowMs, {});

  expect(times(4, alice).map((spender) => take(limits, spender))).toEqual([0, 0, 0, 1]);
  nowMs = 999;
  expect(take(limits, alice)).toBe(1);
  nowMs = 1_000;
  expect([take(limits, alice), take(limits, alice)]).toEqual([0, 1]);
});

it('takes twenty a minute in a group, edits among them', () => {
  const edit: Spender = { ...group, what: 'edit' };

  expect(spend({}, ...times(10, group), ...times(10, edit), group, edit).slice(19)).toEqual([
    0, 3, 3,
  ]);
});

it('takes thirty a second from one bot, and counts each bot for itself', () => {
  const chats = times(31, alice).map((spender, index) => ({ ...spender, room: `chat ${index}` }));

  expect(spend({}, ...chats, { ...chats[30]!, botId: 2 }).slice(29)).toEqual([0, 1, 0]);
});

it('gives edits a budget of their own or none, as told', () => {
  const edit: Spender = { ...alice, what: 'edit' };
  const calls = [...times(3, alice), ...times(4, edit)];

  expect(spend({ edits: 'separate' }, ...calls)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(spend({ edits: 'free' }, ...calls)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

it('counts drafts for themselves unless they share, and chat actions only where they share', () => {
  const draft: Spender = { ...alice, what: 'draft' };
  const action: Spender = { ...alice, what: 'action' };

  expect(spend({}, ...times(10, draft), draft, alice, action).slice(9)).toEqual([0, 1, 0, 0]);
  expect(spend({ drafts: { perSecond: 1, burst: 1 } }, draft, draft, alice)).toEqual([0, 1, 0]);
  expect(spend({ drafts: 'free' }, ...times(20, draft)).at(-1)).toBe(0);
  expect(spend({ drafts: 'shared' }, ...times(3, draft), alice)).toEqual([0, 0, 0, 1]);
  expect(spend({ chatActions: 'shared' }, ...times(3, action), alice)).toEqual([0, 0, 0, 1]);
});

it('takes an album for as many messages as it has, also when it is more than the budget', () => {
  expect(spend({}, { ...group, messages: 10 }, { ...group, messages: 10 }, group)).toEqual([
    0, 0, 3,
  ]);
  expect(spend({}, { ...alice, messages: 10 }, alice)).toEqual([0, 8]);
});

it('takes nothing from one budget when another one is empty', () => {
  const limits = chatLimits(() => nowMs, { globalPerSecond: 1 });
  const bob = { ...alice, room: 'bob' };
  take(limits, alice);

  expect(times(3, bob).map((spender) => take(limits, spender))).toEqual([1, 1, 1]);
  nowMs = 1_000;
  expect(take(limits, bob)).toBe(0);
  nowMs = 2_000;
  expect(take(limits, bob)).toBe(0);
});

it('tells a bot to wait no less than it is set to', () => {
  expect(spend({ minRetryAfter: 30 }, ...times(4, alice)).at(-1)).toBe(30);
});

it('doubles the wait of a bot that goes on, up to the most, and forgives one that waited', () => {
  const limits = chatLimits(() => nowMs, { penalty: { factor: 2, maxSeconds: 5 } });

  expect(times(7, alice).map((spender) => take(limits, spender))).toEqual([0, 0, 0, 1, 2, 4, 5]);
  nowMs = 4_999;
  expect(take(limits, alice)).toBe(5);
  nowMs = 9_999;
  expect(take(limits, alice)).toBe(0);
});

it('shuts only the chat that was flooded', () => {
  const limits = chatLimits(() => nowMs, { penalty: { factor: 2, maxSeconds: 60 } });
  for (const spender of times(5, alice)) take(limits, spender);

  expect(take(limits, { ...alice, room: 'bob' })).toBe(0);
});

it('forgets everything when reset, and never refuses when off', () => {
  const limits = chatLimits(() => nowMs, {});
  for (const spender of times(4, alice)) take(limits, spender);
  limits.reset();

  expect(take(limits, alice)).toBe(0);
  const off = chatLimits(() => nowMs, 'off');
  expect(times(100, alice).map((spender) => take(off, spender))).toEqual(times(100, 0));
});

it.each([
  ['shared', 1],
  ['free', 0],
] as const)(
  'lets chat actions that are %s take from the budget: %i refused',
  async (chatActions, refused) => {
    const emulator = createEmulator({ clock: virtualClock(0), limits: { chatActions } });
    const bot = emulator.bot();
    emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
    const answers = [];
    for (let count = 0; count < 4; count += 1)
      answers.push(
        await emulator.call(bot.token, 'sendChatAction', { chat_id: 101, action: 'typing' }),
      );

    expect(answers.filter(({ ok }) => !ok)).toHaveLength(refused);
  },
);
