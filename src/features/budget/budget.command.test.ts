import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Call } from '#kernel/command.ts';
import type { Language } from '#kernel/language.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import { budgetCommand } from './budget.command.ts';
import { createLifts } from './lifts.ts';
import type { Limits } from './limits.ts';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');
const NONE: Limits = { user: {}, project: {}, total: {}, utcOffsetMinutes: 0 };
const ALICE: Actor = { id: 7, name: 'Alice', role: 'owner' };
const VERA: Actor = { id: 11, name: 'Vera', role: 'viewer' };
const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));

let store: Store;
beforeEach(async () => {
  store = memoryStore(() => NOW_MS);
  await store.actors.save(VERA);
  await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
});
afterEach(() => store.close());

function call(actor: Actor, where: { chatId?: number; language?: Language } = {}): Call {
  const { chatId = actor.id, language = 'en' } = where;
  const id = `${chatId}:0:${actor.id}`;
  const conversation = { id, chatId, actorId: actor.id, language, project: 'shop' };
  return { actor, conversation, requestId: 'update:1', say: sayIn(language) };
}

async function asks(line: string, by: Call, limits: Partial<Limits> = {}) {
  const lifts = createLifts(store.settings);
  const command = budgetCommand({
    store,
    chat: memoryChat(),
    lifts,
    limits: { ...NONE, ...limits },
    ownerIds: [7],
    sayIn,
    now: () => NOW_MS,
  });
  const words = line.split(' ').filter((word) => word !== '');
  const answer = await command.run({ words, text: line }, by);
  const text = answer && ('toast' in answer ? answer.toast : answer.text);
  const buttons = (answer && 'buttons' in answer && answer.buttons) || [];
  return { text: (text ?? '').replaceAll('\\', ''), buttons: buttons.flat() };
}

const uses = (operationId: string, actorId: number, tokens: number, costMicroUsd?: number) =>
  store.usage.add({
    operationId,
    actorId,
    project: 'shop',
    inputTokens: tokens,
    outputTokens: 0,
    ...(costMicroUsd !== undefined && { costMicroUsd }),
    atMs: NOW_MS,
  });

it('shows what is used with bars, in the language of the reader', async () => {
  await uses('a', 11, 1_234, 500_000);
  const limits = { user: { tokens: 5_000, microUsd: 2_000_000 } };
  expect((await asks('', call(VERA), limits)).text).toMatchInlineSnapshot(`
    "💰 **Budget today**

    A new day begins at 00:00 UTC, in 14h.

    **Your budget**
    - 1 turn · 1,234 tokens · $0.50
    - Tokens [██░░░░░░░░] 24% · 1,234 of 5,000
    - Cost [██░░░░░░░░] 25% · $0.50 of $2.00

    **Budget of the project shop**
    - 1 turn · 1,234 tokens · $0.50"
  `);
  await uses('b', 11, 2);
  const russian = (await asks('', call(VERA, { language: 'ru' }), limits)).text;
  expect(russian.replaceAll(/[\u00A0\u202F]/gu, ' ')).toContain(
    '- 2 запроса · 1 236 токенов · 0,50 $ + неизвестная часть',
  );
  expect(russian).toContain('без 1 запроса, цена которого неизвестна');
});

it('says that a cost is unknown where no turn has a price', async () => {
  await uses('a', 11, 1_000);
  const { text } = await asks('', call(VERA), { user: { microUsd: 1_000_000 } });
  expect(text).toContain('Cost unknown, the model has no known price · limit $1.00');
});

it('says whose midnight it is, and when that is on the clock of the reader', async () => {
  await store.preferences.save(11, {
    language: 'auto',
    verbosity: 'normal',
    utcOffsetMinutes: 60,
  });
  const { text } = await asks('', call(VERA), { utcOffsetMinutes: -330 });
  expect(text).toContain('A new day begins at 06:30, in 19h 30m');
  expect(text).toContain('Days are those of UTC−5:30');
});

it('shows an owner everybody, but not where others read it', async () => {
  for (let id = 20; id < 33; id += 1) await uses(`t${id}`, id, 1_000 - id);
  const limits = { user: { tokens: 975 } };
  const all = await asks('', call(ALICE), limits);
  expect(all.text).toContain('- 20 · 1 turn · 980 tokens · cost unknown · 100%');
  expect(all.text).toContain('… and 3 more');
  expect(all.buttons).toHaveLength(2 * 6);
  expect(all.buttons[0]).toMatchObject({
    label: '🔓 20: until midnight',
    words: ['lift', 'user:20', 'midnight'],
  });
  const group = await asks('', call(ALICE, { chatId: -5 }), limits);
  expect(group.text).not.toContain('980');
  expect(group.buttons).toEqual([]);
  expect((await asks('', call(VERA), limits)).text).not.toContain('980');
});

it('shows what is lifted, with a button that ends it', async () => {
  await asks('lift total midnight', call(ALICE), { total: { tokens: 1 } });
  const { text, buttons } = await asks('', call(ALICE), { total: { tokens: 1 } });
  expect(text).toContain('until Nov 23, 2026, 00:00 UTC by Alice');
  expect(buttons).toMatchObject([{ words: ['lift', 'total', 'off'] }]);
  expect((await asks('lift total off', call(ALICE))).text).toContain('it counts again');
  expect((await asks('lift total off', call(ALICE))).text).toContain('it is not lifted');
});

it.each([
  ['lift 11 2h', 'Budget of Vera: lifted until Nov 22, 2026, 12:00 UTC'],
  ['lift vera 30m', 'Budget of Vera: lifted until Nov 22, 2026, 10:30 UTC'],
  ['lift Shop 1h', 'Budget of the project shop: lifted'],
  ['lift blog 1h', 'neither a person nor a project called blog'],
  ['lift project:shop 7d', 'Budget of the project shop: lifted until Nov 29'],
  ['lift all 1h', 'All budgets: lifted'],
  ['lift Anna Maria 1h', 'Budget of Anna Maria: lifted'],
  ['lift max 1h', 'more than one'],
  ['lift 999 1h', 'more than one'],
  ['lift shop', 'Lift which budget'],
  ['lift shop 8d', 'Lift which budget'],
  ['lift shop 0m', 'Lift which budget'],
  ['lift', 'Lift which budget'],
])('understands an owner who says /budget %s', async (line, answer) => {
  await store.actors.save({ id: 12, name: 'Anna Maria', role: 'viewer' });
  for (const id of [13, 14]) await store.actors.save({ id, name: 'Max', role: 'viewer' });
  await store.actors.save({ id: 15, name: 'shop', role: 'viewer' });
  expect((await asks(line, call(ALICE))).text).toContain(answer);
});

it('lets nobody but an owner of the bot lift anything', async () => {
  const ofShop: Actor = { ...VERA, projectRoles: { shop: 'owner' } };
  expect((await asks('lift shop 1h', call(ofShop))).text).toContain('You need the role owner');
  expect(await createLifts(store.settings).list()).toEqual([]);
});

it('says what it takes when it is given anything else', async () => {
  expect((await asks('set me 1000', call(ALICE))).text).toContain('Lift which budget');
});
