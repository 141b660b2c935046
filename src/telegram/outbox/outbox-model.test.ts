import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import type { Outbox as OutboxStore } from '#ports/store/port.ts';
import type { BotApi, Outcome } from '../api.ts';
import type { Clock } from '../clock.ts';
import { TELEGRAM_LIMITS } from '../limits.ts';
import { toEntry } from './envelope.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { virtualClock } from './virtual-clock.ts';

/** `SEED=1234` tries other histories than those of every run. */
const seed = Number(process.env['SEED'] ?? 20_261_122);

const MARK = '(maybe again)';
const VERA = 11;
const OLGA = 12;
const GROUP = -5;
const SUPERGROUP = -1_000_000_000_005;
const CROWD = [21, 22, 23, 24, 25, 26, 27, 28];
const CHATS = [VERA, OLGA, GROUP, ...CROWD];

/** What happens to a call: whether Telegram did it, what we hear and when. */
const fate = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('ok' as const) },
    { weight: 2, arbitrary: fc.constant('flood' as const) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'error' as const,
        'error-after' as const,
        'dropped' as const,
        'dropped-after' as const,
        'never-sent' as const,
      ),
    },
  ),
  latencyMs: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1_500 })),
  seconds: fc.integer({ min: 1, max: 90 }),
});
type Fate = typeof fate extends fc.Arbitrary<infer Value> ? Value : never;

const chat = fc.constantFrom(VERA, OLGA, GROUP);
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      chat,
      priority: fc.integer({ min: 0, max: 2 }),
      parts: fc.integer({ min: 1, max: 3 }),
      forId: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('progress' as const), which: fc.nat({ max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      which: fc.nat({ max: 30 }),
      inPlaceOnly: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 8_000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'crowd' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('migrate' as const, 'block' as const) }),
  },
);

interface Added {
  readonly key: string;
  readonly chat: number;
  readonly priority: number;
  readonly forId: number;
  readonly edits?: string;
  readonly inPlaceOnly?: boolean;
}

interface Sent {
  readonly chatId: number;
  readonly messageId: number;
  readonly key: string;
  text: string;
  /** What it was sent as. */
  readonly bornAs: 'closed' | 'open';
}

/** A Telegram that does to each call what the next fate says, and notes what must not happen. */
function fakeTelegram(clock: Clock, fates: Fate[]) {
  const messages: Sent[] = [];
  const calls: { readonly chatId: number; readonly atMs: number }[] = [];
  const wrong: string[] = [];
  const penalties = new Map<number, number>();
  const unsure = new Set<string>();
  const state = { isMigrated: false, isBlocked: false };

  const refused = (description: string, movedTo?: number): Outcome => ({
    kind: 'refused',
    code: 400,
    description,
    ...(movedTo !== undefined && { movedTo }),
  });

  function effect(method: string, chatId: number, body: Record<string, unknown>): Outcome {
    if (chatId === GROUP && state.isMigrated)
      return refused('Bad Request: group chat was upgraded to a supergroup chat', SUPERGROUP);
    if (chatId === VERA && state.isBlocked)
      return { ...refused('Forbidden: bot was blocked by the user'), code: 403 } as Outcome;
    const text = String(body['text']);
    if (method === 'sendMessage') {
      const messageId = messages.length + 1;
      const bornAs = text.includes(' closed') ? 'closed' : 'open';
      messages.push({ chatId, messageId, key: text.split(/\s/u)[0] ?? '', text, bornAs });
      return { kind: 'ok', result: { message_id: messageId } };
    }
    // What was said before a group moved stays behind.
    const found = messages.find(
      (one) => one.messageId === body['message_id'] && one.chatId === chatId,
    );
    if (!found) return refused('Bad Request: message to edit not found');
    if (found.text === text) return refused('Bad Request: message is not modified: …');
    found.text = text;
    return { kind: 'ok', result: { message_id: found.messageId } };
  }

  function answer(method: string, body: Record<string, unknown>, fated: Fate): Outcome {
    const chatId = Number(body['chat_id']);
    const key = String(body['text']).split(/\s/u)[0] ?? '';
    const act = () => effect(method, chatId, body);
    const lost = (isDone: boolean, reason: string, mayBeDone: boolean): Outcome => {
      if (mayBeDone) unsure.add(key);
      if (isDone) act();
      return { kind: 'broken', reason, mayBeDone };
    };
    switch (fated.kind) {
      case 'ok':
        return act();
      case 'flood':
        return { kind: 'flood', retryAfterMs: fated.seconds * 1_000 };
      case 'error':
        return lost(false, '502 Bad Gateway', true);
      case 'error-after':
        return lost(true, '500 Internal', true);
      case 'dropped':
        return lost(false, 'ECONNRESET', true);
      case 'dropped-after':
        return lost(true, 'ECONNRESET', true);
      case 'never-sent':
        return lost(false, 'ECONNREFUSED', false);
    }
  }

  const api: BotApi = {
    call(method, body) {
      const chatId = Number(body['chat_id']);
      const fated = fates.shift() ?? { kind: 'ok', latencyMs: 20, seconds: 0 };
      if (fated.kind !== 'never-sent') calls.push({ chatId, atMs: clock.now() });
      if ((penalties.get(chatId) ?? 0) > clock.now()) wrong.push(`${method} inside a penalty`);
      const outcome = answer(method, body, fated);
      return new Promise((resolve) => clock.after(fated.latencyMs, () => resolve(outcome)));
    },
  };
  /** From now on a call for this chat is wrong: somebody was told. */
  const told = (chatId: number, outcome: Outcome): void => {
    if (outcome.kind === 'flood') penalties.set(chatId, clock.now() + outcome.retryAfterMs);
  };
  return { api, told, messages, calls, wrong, unsure, state };
}

/** What of a process dies with it: its timers, its calls, its hands on the store. */
function mortal(
  store: OutboxStore,
  clock: Clock,
  { api, told }: Pick<ReturnType<typeof fakeTelegram>, 'api' | 'told'>,
) {
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  return {
    store: new Proxy(store, {
      get:
        (target, name: keyof OutboxStore) =>
        (...parameters: never[]) =>
          isDead ? never : (target[name] as (...all: never[]) => unknown)(...parameters),
    }),
    clock: {
      now: () => clock.now(),
      after: (ms: number, run: () => void) => clock.after(ms, () => void (isDead || run())),
    },
    api: {
      async call(...parameters: Parameters<BotApi['call']>) {
        const outcome = await api.call(...parameters);
        if (isDead) return never;
        told(Number(parameters[1]['chat_id']), outcome);
        return outcome;
      },
    } satisfies BotApi,
    dies: () => void (isDead = true),
  };
}

/** Whether calls at these times fit a bucket of `burst` that gets one each `refillMs`. */
function fits(times: readonly number[], burst: number, refillMs: number): boolean {
  let tokens = burst;
  let lastMs = -Infinity;
  return times.every((atMs) => {
    tokens = Math.min(burst, tokens + (atMs - lastMs) / refillMs) - 1;
    lastMs = atMs;
    return tokens >= -1e-6;
  });
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function live(actions: readonly Step[], fates: readonly Fate[]) {
  const { clock, pass } = virtualClock();
  const whole = memoryStore(() => clock.now());
  const telegram = fakeTelegram(clock, [...fates]);
  const added: Added[] = [];
  const newest = new Map<string, string>();
  const closed = new Set<string>();
  let number = 0;
  let life = mortal(whole.outbox, clock, telegram);
  let outbox: Outbox;

  const begin = async ({ isFirst } = { isFirst: false }) => {
    life = mortal(whole.outbox, clock, telegram);
    outbox = createOutbox({ ...life, limits: TELEGRAM_LIMITS, log: quiet });
    await outbox.start(isFirst ? undefined : clock.now());
  };
  await begin({ isFirst: true });

  /** Cards that can be edited. */
  const cards = () => added.filter((one) => one.edits === undefined && !closed.has(one.key));

  const add = async (chatId: number, priority: number, parts: number, forId: number) => {
    const entries = Array.from({ length: parts }, () => {
      const key = `k${(number += 1)}`;
      added.push({ key, chat: chatId, priority, forId });
      const entry = { key, chatId, method: 'sendMessage', priority };
      return toEntry(entry, { body: { text: key }, mark: MARK, forId });
    });
    await outbox.add(entries);
  };

  const take = async (step: Step) => {
    switch (step.do) {
      case 'add':
        await add(step.chat, step.priority, step.parts, step.forId);
        break;
      case 'crowd':
        for (const chatId of CROWD) await add(chatId, 1, 1, chatId);
        break;
      case 'progress': {
        const card = cards()[step.which % Math.max(1, cards().length)];
        if (!card) break;
        const text = `${card.key} progress ${(number += 1)}`;
        newest.set(card.key, text);
        outbox.progress({ key: card.key, chatId: card.chat, render: async () => ({ text }) });
        break;
      }
      case 'close': {
        const card = cards()[step.which % Math.max(1, cards().length)];
        if (!card) break;
        closed.add(card.key);
        newest.delete(card.key);
        const key = `${card.key}:close`;
        const { inPlaceOnly } = step;
        const { forId } = card;
        added.push({ key, chat: card.chat, priority: 1, edits: card.key, inPlaceOnly, forId });
        outbox.dropProgress(card.chat, card.key);
        const entry = { key, chatId: card.chat, method: 'editMessageText', priority: 1 };
        const envelope = {
          forId,
          body: { text: `${card.key} closed` },
          edits: card.key,
          instead: {},
        };
        const only = inPlaceOnly && { inPlaceOnly };
        await outbox.add([toEntry(entry, { ...envelope, ...only, mark: MARK })]);
        break;
      }
      case 'wait':
        return pass(step.ms);
      case 'restart':
        await Promise.all([outbox.stop(60_000), pass(60_000)]);
        life.dies();
        newest.clear();
        return begin();
      case 'crash':
        life.dies();
        for (const one of telegram.messages) telegram.unsure.add(one.key);
        for (const { key } of added) telegram.unsure.add(key);
        newest.clear();
        return begin();
      case 'migrate':
        telegram.state.isMigrated = true;
        break;
      case 'block':
        telegram.state.isBlocked = true;
        break;
    }
  };
  for (const step of actions) await take(step);
  await pass(4 * 3_600_000);
  const fateOf = async (key: string) => (await whole.outbox.get(key))!;
  const ends = new Map<string, Awaited<ReturnType<typeof fateOf>>>();
  for (const { key } of added) ends.set(key, await fateOf(key));
  const left = outbox!.waiting();
  await whole.close();
  return { telegram, added, newest, closed, ends, left };
}

type Step = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything that a history broke. */
function problems({
  telegram,
  added,
  newest,
  ends,
  left,
}: Awaited<ReturnType<typeof live>>): string[] {
  const { messages, calls, wrong, unsure, state } = telegram;
  const found = [...wrong];
  const must = (isTrue: boolean, words: string) => void (isTrue || found.push(words));
  must(left === 0, `${left} still wait`);

  for (const { key, edits, chat: chatId } of added) {
    const { state: end, error = '' } = ends.get(key)!;
    const shown = messages.filter((one) => one.key === (edits ?? key));
    const isLeftBehind = edits !== undefined && chatId === GROUP && state.isMigrated;
    if (isLeftBehind && /message to edit not found/u.test(error)) continue;
    const mayFail = /blocked by the user|^replaced|nothing to edit/u.test(error);
    must(end === 'sent' || (end === 'failed' && mayFail), `${key} is ${end}: ${error}`);
    must(end !== 'sent' || shown.length > 0, `${key} is lost`);
    must(error !== 'nothing to edit' || shown.length === 0, `${edits} never ends`);
    const isTold = ({ text }: Sent) => text.endsWith(MARK) || /progress|closed/u.test(text);
    must(edits !== undefined || shown.slice(1).every(isTold), `${key} is there twice, unmarked`);
    const isRight = (one: Sent) => !one.text.endsWith(MARK) || unsure.has(one.key);
    must(shown.every(isRight), `${key} is marked for nothing`);
  }

  for (const { edits, inPlaceOnly } of added) {
    if (!inPlaceOnly || edits === undefined || unsure.has(edits)) continue;
    const first = messages.find(({ key }) => key === edits);
    must(first?.bornAs !== 'closed', `${edits} is there only to be closed`);
  }

  const at = new Map(added.map(({ key }, index) => [key, index]));
  const lines = new Map(added.map((one) => [`${one.chat} ${one.priority} ${one.forId}`, one]));
  for (const { chat: chatId, priority, forId } of lines.values()) {
    const mine = new Set(
      added
        .filter((one) => one.chat === chatId && one.forId === forId)
        .filter((one) => one.priority === priority && !one.edits)
        .filter((one) => ends.get(one.key)?.error === undefined)
        .map(({ key }) => key),
    );
    const order = messages.filter(({ key }) => mine.has(key)).map(({ key }) => at.get(key)!);
    const isSorted = order.every((one, index) => one >= (order[index - 1] ?? 0));
    must(isSorted, `chat ${chatId} is out of order: ${order.join(' ')}`);
  }

  for (const { key, edits, chat: chatId } of added) {
    const text = messages.findLast((one) => one.key === (edits ?? key))?.text;
    if (ends.get(key)?.state !== 'sent') continue;
    if (edits !== undefined)
      must(/^\w+ closed/u.test(text ?? ''), `${edits} is not closed: ${text}`);
    const isStuck = (chatId === VERA && state.isBlocked) || (chatId === GROUP && state.isMigrated);
    const wanted = newest.get(key);
    must(isStuck || wanted === undefined || text === wanted, `${key} shows ${text}, not ${wanted}`);
  }

  for (const chatId of [...CHATS, SUPERGROUP]) {
    const times = calls.filter((call) => call.chatId === chatId).map(({ atMs }) => atMs);
    const isKept = chatId > 0 ? fits(times, 3, 1_000) : mostInAMinute(times) <= 20;
    must(isKept, `too many calls for ${chatId}`);
  }
  const all = calls.map(({ atMs }) => atMs);
  must(fits(all, 5, 34), 'too many calls in all');
  return found;
}

function mostInAMinute(times: readonly number[]): number {
  const counts = times.map(
    (from, at) => times.slice(at).filter((one) => one < from + 60_000).length,
  );
  return Math.max(0, ...counts);
}

it('keeps every promise of the outbox through any history', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 40 }),
      fc.array(fate, { maxLength: 60 }),
      async (actions, fates) => {
        expect(problems(await live(actions, fates))).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 500), seed },
  );
}, 60_000);
