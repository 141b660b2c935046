import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import { createBudget } from './budget.ts';
import { createLifts } from './lifts.ts';
import { dayOf, type Limits } from './limits.ts';

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.parse('2026-11-22T00:00:00Z');
const NONE: Limits = { user: {}, project: {}, total: {}, utcOffsetMinutes: 0 };
const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));
const home = (id: number, language: 'en' | 'ru' = 'en'): Conversation => ({
  id: `${id}:0:${id}`,
  chatId: id,
  actorId: id,
  language,
});
const vera = { actor: { id: 11, name: 'Vera' }, project: 'shop', conversation: home(11) };
const max = { actor: { id: 12, name: 'Max' }, project: 'shop', conversation: home(12) };
const alice = { actor: { id: 7, name: 'Alice' }, project: 'shop', conversation: home(7) };

let store: Store;
let chat: ReturnType<typeof memoryChat>;
let nowMs: number;
let ids = 0;

beforeEach(async () => {
  nowMs = MIDNIGHT + 10 * HOUR_MS;
  store = memoryStore(() => nowMs);
  chat = memoryChat();
  for (const { conversation } of [vera, max, alice]) await store.conversations.save(conversation);
  const entry = { atMs: 1, kind: 'command', command: 'start', verdict: 'allowed' } as const;
  await store.audit.record({ ...entry, actor: alice.actor });
});
afterEach(() => store.close());

/** A process of its own over the same store. */
function start(limits: Partial<Limits>, logged: string[] = []) {
  const lifts = createLifts(store.settings);
  const budget = createBudget({
    store,
    chat,
    lifts,
    limits: { ...NONE, ...limits },
    ownerIds: [7],
    sayIn,
    now: () => nowMs,
    log: (message) => logged.push(message),
  });
  const uses = (who: typeof vera, tokens: number, costUsd?: number) =>
    budget.used(
      { ...who, operationId: `turn-${(ids += 1)}` },
      {
        inputTokens: tokens,
        outputTokens: 0,
        ...(costUsd !== undefined && { costUsd }),
      },
    );
  const asks = async (who: typeof vera, requestId = `r${(ids += 1)}`) => {
    const admitted = await budget.admit({ ...who, requestId });
    if (admitted.kind === 'pass') return 'pass';
    return (admitted.card?.text ?? '').replaceAll('\\', '');
  };
  return { budget, lifts, uses, asks };
}
const told = (id: number) =>
  chat.messages
    .filter(({ conversationId }) => conversationId === `${id}:0:${id}`)
    .map(({ card }) => card);
const texts = (id: number) => told(id).map(({ text }) => text.replaceAll('\\', ''));

it('lets everybody pass where nothing is limited, and counts all the same', async () => {
  const { uses, asks } = start({});
  await uses(vera, 1e9, 1_000);
  expect(await asks(vera)).toBe('pass');
  expect(await store.usage.sum({ fromMs: 0, toMs: nowMs + 1 })).toMatchObject({
    inputTokens: 1e9,
    costMicroUsd: 1e9,
  });
});

it('warns at 80% once a day: who asked, and the owners', async () => {
  const { uses } = start({ user: { tokens: 1_000 } });
  await uses(vera, 799);
  expect(chat.messages).toEqual([]);
  await uses(vera, 1);
  expect(texts(11)).toEqual([
    expect.stringMatching(
      /^⚠️ Your budget: 80% is used today\.[^]*\[████████░░\] 80% · 800 of 1,000/u,
    ),
  ]);
  expect(texts(7)).toEqual([expect.stringContaining('Budget of Vera: 80% is used')]);
  await uses(vera, 100);
  expect(chat.messages).toHaveLength(2);
  nowMs += 24 * HOUR_MS;
  await uses(vera, 900);
  expect(chat.messages).toHaveLength(4);
});

it('closes at 100%: says what, until when and whom to ask; then a line each 10 minutes', async () => {
  const { uses, asks } = start({ user: { tokens: 1_000 } });
  await uses(vera, 1_000);
  const card = await asks(vera);
  expect(card).toContain('Your budget · Tokens [██████████] 100% · 1,000 of 1,000');
  expect(card).toContain('A new day begins at 00:00 UTC, in 14h');
  expect(card).toContain('an owner lifts the budget: Alice');
  expect(await asks(vera)).toBe('');
  nowMs += 9 * 60_000;
  expect(await asks(vera)).toBe('');
  nowMs += 60_000;
  expect(await asks(vera)).toContain('still used up');
  expect(await asks(vera)).toBe('');
  expect(await asks(max)).toBe('pass');
  nowMs = MIDNIGHT + 24 * HOUR_MS;
  expect(await asks(vera)).toBe('pass');
});

it('says it once also across a restart, and the same again to the same request', async () => {
  await start({ user: { tokens: 1 } }).uses(vera, 1);
  const first = await start({ user: { tokens: 1 } }).asks(vera, 'update:1');
  expect(first).toContain('Not begun');
  const { asks } = start({ user: { tokens: 1 } });
  expect(await asks(vera, 'update:1')).toBe(first);
  expect(await asks(vera, 'update:2')).toBe('');
});

it('does not make two lines of two reasons that come in turns', async () => {
  const { uses, asks } = start({ project: { tokens: 1 } });
  const blog = { ...vera, project: 'blog' };
  await uses(vera, 1);
  await uses(blog, 1);
  expect(await asks(vera)).toContain('Budget of the project shop');
  expect(await asks(blog)).toContain('Budget of the project blog');
  nowMs += 10 * 60_000;
  expect(await asks(vera)).toContain('still used up');
  expect(await asks(blog)).toBe('');
  expect(await asks(vera)).toBe('');
});

it('counts a project over everybody in it, and the total over everything', async () => {
  const { uses, asks } = start({ project: { tokens: 100 }, total: { tokens: 150 } });
  await uses(vera, 60);
  await uses(max, 60);
  expect(await asks(vera)).toContain('Budget of the project shop');
  const blog = { ...max, project: 'blog' };
  expect(await asks(blog)).toBe('pass');
  await uses(blog, 60);
  expect(await asks(blog)).toContain('Budget of everybody together');
});

it('counts money in millionths, and tokens alone where no price is known', async () => {
  const { uses, asks } = start({ user: { microUsd: 1_000_000 } });
  for (let turn = 0; turn < 9; turn += 1) await uses(vera, 10, 0.1);
  expect(await asks(vera)).toBe('pass');
  await uses(vera, 10, 0.1);
  expect(await asks(vera)).toContain('Cost [██████████] 100% · $1.00 of $1.00');
  await uses(max, 1e9);
  expect(await asks(max)).toBe('pass');
});

it.each([
  [{ inputTokens: Number.NaN, outputTokens: -5, costUsd: Number.POSITIVE_INFINITY }, 0],
  [{ inputTokens: 1.6, outputTokens: Number.MAX_VALUE }, 1e12 + 2],
  [undefined, 0],
])('survives what no gateway should say: %j', async (usage, tokens) => {
  const { budget, asks } = start({ total: { tokens: 1e13 } });
  for (const operationId of ['a', 'b']) await budget.used({ ...vera, operationId }, usage);
  const sum = await store.usage.sum({ fromMs: 0, toMs: nowMs + 1 });
  expect(sum.inputTokens + sum.outputTokens).toBe(2 * tokens);
  expect(await asks(vera)).toBe('pass');
});

it('gives owners buttons when a budget is used up, and keeps the own words of the asker', async () => {
  const { uses, asks } = start({ user: { tokens: 100 } });
  await uses(vera, 250);
  expect(texts(11)).toEqual([expect.stringContaining('🚧 Your budget is used up for today')]);
  expect(told(11)[0]?.buttons).toBeUndefined();
  const [card] = told(7);
  expect(card?.buttons?.[0]?.map(({ label, words }) => [label, ...words])).toEqual([
    ['🔓 Lift until midnight', 'lift', 'user:11', 'midnight'],
    ['🔓 Lift for 1 h', 'lift', 'user:11', '1h'],
  ]);
  await asks(vera);
  expect(told(7)).toHaveLength(1);
});

it('lets an owner who is out of budget lift it at once', async () => {
  const { budget, uses } = start({ user: { tokens: 100 }, total: { tokens: 100 } });
  await uses(alice, 100);
  const admitted = await budget.admit({ ...alice, requestId: 'r' });
  expect(admitted).toMatchObject({ kind: 'closed', card: { buttons: [{}, {}] } });
  expect(JSON.stringify(admitted)).toContain('"lift","total","1h"');
});

it('does not tell an owner twice who is kept out', async () => {
  const { asks } = start({ total: { tokens: 1 } });
  const used = { operationId: 'a', actorId: 7, project: 'shop', inputTokens: 9, outputTokens: 9 };
  await store.usage.add({ ...used, atMs: nowMs });
  expect(await asks(alice)).toContain('or lift the budget');
  expect(chat.messages).toEqual([]);
});

it('lets pass while it is lifted, and tells anew when the lift has ended', async () => {
  const { uses, asks, lifts } = start({ user: { tokens: 100 }, total: { tokens: 100 } });
  await uses(vera, 100);
  expect(await asks(vera)).toContain('Not begun');
  const lift = { by: 'Alice', atMs: nowMs, untilMs: nowMs + HOUR_MS };
  await lifts.lift({ ...lift, scope: 'user:11' });
  expect(await asks(vera)).toContain('everybody together');
  await lifts.lift({ ...lift, scope: 'all' });
  expect(await asks(vera)).toBe('pass');
  expect(await asks(alice)).toBe('pass');
  const before = told(7).length;
  await uses(vera, 100);
  expect(told(7)).toHaveLength(before);
  nowMs += HOUR_MS;
  expect(await asks(vera)).toContain('Not begun: today');
  expect(told(7).length).toBeGreaterThan(before);
});

it('ends a lift at once, and says whether there was one', async () => {
  const { lifts, uses, asks } = start({ user: { tokens: 1 } });
  await uses(vera, 1);
  expect(await lifts.end('user:11', nowMs)).toBe(false);
  await lifts.lift({ scope: 'user:11', by: 'A', atMs: nowMs, untilMs: nowMs + HOUR_MS });
  expect(await asks(vera)).toBe('pass');
  expect(await lifts.end('user:11', nowMs)).toBe(true);
  expect(await asks(vera)).toContain('Not begun');
});

it('names people in a group, where others read it', async () => {
  const { uses, asks } = start({ user: { tokens: 1 } });
  const group = { ...vera, conversation: { ...home(11), id: '-5:0:11', chatId: -5 } };
  await uses(group, 1);
  expect(await asks(group)).toContain('Budget of Vera');
});

it('speaks Russian with its plurals and spaces', async () => {
  const { uses, asks } = start({ user: { tokens: 1_000_000 } });
  const ru = { ...vera, conversation: home(11, 'ru') };
  await uses(ru, 1_000_000);
  expect(await asks(ru)).toMatch(
    /Ваш бюджет · Токены \[█{10}\] 100 % · 1\s000\s000 из 1\s000\s000/u,
  );
});

it('never fails a turn because it cannot count', async () => {
  const logged: string[] = [];
  const { budget } = start({}, logged);
  Object.assign(store.usage, { add: () => Promise.reject(new Error('disk full')) });
  await budget.used({ ...vera, operationId: 'a' }, { inputTokens: 1, outputTokens: 1 });
  expect(logged).toEqual(['what a turn used could not be counted']);
});

it.each([
  [0, '2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z'],
  [0, '2026-11-22T23:59:59Z', '2026-11-22T00:00:00Z'],
  [180, '2026-11-22T20:59:59Z', '2026-11-21T21:00:00Z'],
  [180, '2026-11-22T21:00:00Z', '2026-11-22T21:00:00Z'],
  [-330, '2026-11-22T05:00:00Z', '2026-11-21T05:30:00Z'],
])('begins a day at midnight of UTC%i: at %s', (utcOffsetMinutes, at, from) => {
  const { fromMs, toMs } = dayOf(Date.parse(at), { ...NONE, utcOffsetMinutes });
  expect(new Date(fromMs).toISOString()).toBe(new Date(from).toISOString());
  expect(toMs - fromMs).toBe(24 * HOUR_MS);
});
