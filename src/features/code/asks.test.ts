import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/fault.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryGateway } from '#ports/gateway/memory.ts';
import type { Ask } from '#ports/gateway/port.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import type { AskTurn } from './ask-cards.ts';
import { createAsks } from './asks.ts';

const OPERATION = 'turn-update-1';
const alice: Actor = { id: 7, name: 'Alice', role: 'owner' };
let store: Store;
let chat: ReturnType<typeof memoryChat>;
/** What reached the gateway, in order. */
let told: string[];
/** What waits there. */
let waiting: Set<string>;
let isAway: boolean;
/** Thrown by the next note. */
let failNote: Error | undefined;

beforeEach(async () => {
  store = memoryStore();
  chat = memoryChat();
  told = [];
  waiting = new Set(['A', 'B', 'Q']);
  isAway = false;
  failNote = undefined;
  await store.operations.add({
    id: OPERATION,
    kind: 'turn',
    state: 'running',
    conversationId: 'c',
    actorId: 7,
    project: 'demo',
    input: {},
    createdAtMs: 0,
    updatedAtMs: 0,
  });
});
afterEach(() => store.close());

const tick = () => new Promise((resolve) => setImmediate(resolve));
const hear = async (id: string, what: string): Promise<boolean> => {
  await tick();
  if (isAway) throw new Fault('gateway-unreachable', 'away');
  told.push(`${id} ${what}`);
  return waiting.delete(id);
};

/** A process of the bot; a second one knows only what the first has stored. */
const start = () =>
  createAsks({
    gateway: {
      ...memoryGateway(),
      state: () => ({ kind: 'up', version: 'x' }),
      decide: hear,
      answer: (id, answers) => hear(id, Object.values(answers).flat().join()),
    },
    chat,
    store,
    now: () => 0,
    changed: () => undefined,
  });

const turnOf = (): AskTurn => ({
  operationId: OPERATION,
  actorId: 7,
  conversation: { id: 'c', chatId: 7, actorId: 7, language: 'en' },
  project: 'demo',
  async note(name, value) {
    await tick();
    const failure = failNote;
    failNote = undefined;
    if (failure) throw failure;
    await store.operations.startStep(OPERATION, name, 0);
    await store.operations.endStep(OPERATION, name, value, 1);
  },
  holds: async () => true,
  say: (key, values = {}) => [key, ...Object.values(values).map(String)].join(' '),
  templateCommands: new Set(),
});
const approval = (id: string): Ask => ({
  id,
  kind: 'approval',
  command: `rm -rf ${id}`,
  sessionKey: 's',
  expiresAtMs: 0,
});
const question: Ask = {
  id: 'Q',
  kind: 'question',
  sessionKey: 's',
  expiresAtMs: 0,
  questions: [
    { id: 'x', text: 'Which?', options: ['a', 'b'] },
    { id: 'y', text: 'Why?', options: [] },
  ],
};
const list =
  (...asks: readonly Ask[]) =>
  async () => {
    await tick();
    return asks;
  };
/** Messages whose buttons can still be tapped. */
const live = () => chat.messages.filter((each) => !each.closed).map(({ key }) => key);
const lastLine = (key: string) =>
  chat.messages
    .find((each) => each.key === key)
    ?.card.text.split('\n')
    .at(-1);
const decisionOf = async (id: string) =>
  (await store.operations.steps(OPERATION)).find(({ name }) => name === `ask:${id}`)?.result;

it('leaves alone what was asked while it looked for what waits', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(approval('A'), turn);
  const looking = asks.sync(turn, async () => {
    await asks.take(approval('B'), turn);
    return [approval('A')];
  });
  await looking;
  await asks.sync(turn, list(approval('A'), approval('B')));

  expect(live()).toEqual(['ask:A', 'ask:B']);
  expect(told).toEqual([]);
});

it.each(['gone before', 'gone before, and killed before its message was closed'])(
  'asks anew, and allows nothing, when an ask waits that nobody decided: %s',
  async (how) => {
    const turn = turnOf();
    const before = start();
    await before.take(approval('A'), turn);
    if (how === 'gone before') await before.finish(turn);
    else await turn.note('ask:A', { by: '', decision: 'gone' });

    const asks = start();
    const again = turnOf();
    await asks.sync(again, list(approval('A')));
    await asks.sync(again, list(approval('A')));
    expect(told).toEqual([]);
    expect(live()).toEqual(['ask:A~2']);
    expect(lastLine('ask:A')).toBe('ask-expired');

    expect(await asks.decide('A', OPERATION, 'once', alice)).toEqual({ kind: 'done' });
    expect(told).toEqual(['A allow-once']);
    expect(live()).toEqual([]);
    expect(lastLine('ask:A~2')).toBe('ask-decided-once Alice');
  },
);

it('tells the gateway, and the message, a decision that came before a kill', async () => {
  const turn = turnOf();
  await start().take(approval('A'), turn);
  await start().take(approval('B'), turn);
  await turn.note('ask:A', { by: 'Alice', decision: 'once' });
  await turn.note('ask:B', { by: 'Alice', decision: 'deny' });

  await start().sync(turnOf(), list(approval('A'), approval('B')));
  expect(told).toEqual(['A allow-once', 'B deny']);
  expect(live()).toEqual([]);
  expect(lastLine('ask:B')).toBe('ask-decided-deny Alice');
});

it.each([
  ['once', 'ask-decided-once Alice'],
  ['deny', 'ask-decided-deny Alice'],
  // The allowance was not kept any more: nobody may read of one.
  ['always', 'ask-decided-once Alice'],
])('closes the message of what was decided and told before a kill: %s', async (decision, words) => {
  const turn = turnOf();
  await start().take(approval('A'), turn);
  await turn.note('ask:A', { by: 'Alice', decision });

  await start().sync(turnOf(), list());
  expect(told).toEqual([]);
  expect(live()).toEqual([]);
  expect(lastLine('ask:A')).toBe(words);
  expect(await decisionOf('A')).toMatchObject({ decision });
});

it('says of a decision that came too late that nothing waited, and keeps no allowance', async () => {
  const asks = start();
  await asks.take(approval('A'), turnOf());
  waiting.delete('A');

  expect(await asks.decide('A', OPERATION, 'always', alice)).toEqual({ kind: 'ended' });
  expect(lastLine('ask:A')).toBe('ask-expired');
  expect(await decisionOf('A')).toMatchObject({ by: '', decision: 'gone' });
  expect(await store.allowances.list('demo')).toEqual([]);
});

it('keeps an allowance once the gateway has taken the decision, also after it was away', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(approval('A'), turn);
  isAway = true;
  expect(await asks.decide('A', OPERATION, 'always', alice)).toEqual({ kind: 'done' });
  expect(await store.allowances.list('demo')).toEqual([]);
  await expect(asks.sync(turn, list(approval('A')))).rejects.toThrow('away');

  isAway = false;
  await asks.sync(turn, list(approval('A')));
  expect(told).toEqual(['A allow-once']);
  expect(await store.allowances.list('demo')).toMatchObject([{ command: 'rm -rf A', actorId: 7 }]);
});

it('decides nothing twice because a list is older than the decision', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(approval('A'), turn);
  await asks.sync(turn, async () => {
    await asks.decide('A', OPERATION, 'once', alice);
    return [approval('A')];
  });
  expect(told).toEqual(['A allow-once']);
  expect(await decisionOf('A')).toMatchObject({ by: 'Alice', decision: 'once' });
});

it('tells the answers to questions once the gateway is back', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(question, turn);
  const answer = { askId: 'Q', operationId: OPERATION, actor: alice };
  expect(await asks.answer({ ...answer, text: 'b' })).toEqual({ kind: 'done' });
  expect(lastLine('ask:Q:0')).toBe('ask-answered Alice b');
  isAway = true;
  expect(await asks.answer({ ...answer, text: 'because' })).toEqual({ kind: 'done' });
  isAway = false;

  await asks.sync(turn, list(question));
  expect(told).toEqual(['Q b,because']);
  expect(live()).toEqual([]);
  expect(lastLine('ask:Q:1')).toBe('ask-answered Alice because');
});

it('tells the answers to questions that were kept before a kill', async () => {
  const turn = turnOf();
  await start().take(question, turn);
  await turn.note('answer:Q:0', { by: 'Alice', text: 'b' });
  await turn.note('answer:Q:1', { by: 'Alice', text: 'because' });

  await start().sync(turnOf(), list(question));
  expect(told).toEqual(['Q b,because']);
  expect(live()).toEqual([]);
  expect(lastLine('ask:Q:1')).toBe('ask-answered Alice because');
  expect(await decisionOf('Q')).toMatchObject({ by: 'Alice', decision: 'answered' });
});

it('goes on after a kill with the questions that are left', async () => {
  const turn = turnOf();
  await start().take(question, turn);
  // As an earlier version noted it; its message was not closed any more.
  await turn.note('answer:Q:0', 'a');

  const asks = start();
  await asks.take(question, turnOf());
  expect(live()).toEqual(['ask:Q:1']);
  await asks.answer({ askId: 'Q', operationId: OPERATION, text: 'because', actor: alice });
  expect(told).toEqual(['Q a,because']);
});

it('says of an answer that came too late that nothing waited', async () => {
  const asks = start();
  await asks.take(question, turnOf());
  const answer = { askId: 'Q', operationId: OPERATION, actor: alice };
  await asks.answer({ ...answer, text: 'a' });
  waiting.delete('Q');
  expect(await asks.answer({ ...answer, text: 'z' })).toEqual({ kind: 'ended' });
  expect(lastLine('ask:Q:1')).toBe('ask-expired');
});

it.each(['ended', 'turn over'])(
  'shows no live buttons of an ask that ends while it is being shown: %s',
  async (how) => {
    const asks = start();
    const turn = turnOf();
    const taking = asks.take(approval('A'), turn);
    const ending = how === 'ended' ? asks.ended('A') : asks.finish(turn);
    await Promise.all([taking, ending]);
    expect(live()).toEqual([]);
    expect(asks.pending()).toEqual([]);

    // A list from before still has it.
    await asks.take(approval('A'), turn);
    expect(live()).toEqual([]);
  },
);

it('closes what it posted when an ask ends in the middle of it', async () => {
  const asks = start();
  const turn = turnOf();
  const taking = asks.take(approval('A'), turn);
  while (asks.pending().length === 0) await tick();
  const ending = asks.ended('A');
  await Promise.all([taking, ending]);
  expect(chat.messages).toHaveLength(1);
  expect(live()).toEqual([]);
});

it('never takes the decision of a person for none', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(approval('A'), turn);
  const deciding = asks.decide('A', OPERATION, 'deny', alice);
  await Promise.all([deciding, asks.sync(turn, async () => [])]);
  expect(await decisionOf('A')).toMatchObject({ by: 'Alice', decision: 'deny' });
  expect(lastLine('ask:A')).toBe('ask-decided-deny Alice');
});

it('lets one of two decide, and tells the other who it was', async () => {
  const asks = start();
  await asks.take(approval('A'), turnOf());
  const decided = await Promise.all([
    asks.decide('A', OPERATION, 'deny', alice),
    asks.decide('A', OPERATION, 'once', alice),
  ]);
  expect(decided).toEqual([{ kind: 'done' }, { kind: 'ended', by: 'Alice', decision: 'deny' }]);
  expect(told).toEqual(['A deny']);
});

it('keeps an ask open when the store fails at the decision or the answer', async () => {
  const asks = start();
  const turn = turnOf();
  await asks.take(approval('A'), turn);
  await asks.take(question, turn);
  failNote = new Fault('store-failed', 'full');
  await expect(asks.decide('A', OPERATION, 'once', alice)).rejects.toThrow('full');
  const answer = { askId: 'Q', operationId: OPERATION, index: 1, text: 'z', actor: alice };
  failNote = new Fault('store-failed', 'full');
  await expect(asks.answer(answer)).rejects.toThrow('full');
  expect(told).toEqual([]);

  expect(await asks.decide('A', OPERATION, 'once', alice)).toEqual({ kind: 'done' });
  expect(await asks.answer(answer)).toEqual({ kind: 'done' });
  expect(told).toEqual(['A allow-once']);
});

it('shows at the next look what could not be stored', async () => {
  const asks = start();
  const turn = turnOf();
  failNote = new Fault('store-failed', 'full');
  await expect(asks.take(approval('A'), turn)).rejects.toThrow('full');
  expect(asks.pending()).toEqual([]);
  await asks.sync(turn, list(approval('A')));
  expect(live()).toEqual(['ask:A']);
});

it('keeps asks apart whose ids begin alike', async () => {
  const turn = turnOf();
  await turn.note('ask:AB', { by: 'Alice', decision: 'once' });
  const asks = start();
  await asks.sync(turn, list(approval('A')));
  expect(live()).toEqual(['ask:A']);
  expect(told).toEqual([]);
});
