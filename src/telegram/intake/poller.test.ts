import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import type { BotApi, Outcome } from '../api.ts';
import { timerClock } from '../clock.ts';
import { TELEGRAM_LIMITS } from '../limits.ts';
import { INTAKE_ADVICE, poll, type IntakeState } from './poller.ts';

const limits = { ...TELEGRAM_LIMITS, retryMs: 1, maxRetryMs: 2, unauthorizedMs: 50 };
let store: Store;
beforeEach(() => {
  store = memoryStore();
});
afterEach(() => store.close());

/** Polls through `outcomes`, then stops; resolves with what was seen on the way. */
async function pollThrough(outcomes: readonly (Outcome | readonly number[])[]) {
  const stopping = new AbortController();
  const seen = { offsets: [] as unknown[], accepted: [] as number[], states: [] as IntakeState[] };
  const called: string[] = [];
  const logged: string[] = [];
  const left = [...outcomes];
  const api: BotApi = {
    async call(method, body) {
      called.push(method);
      if (method !== 'getUpdates') return { kind: 'ok', result: true };
      seen.offsets.push(body['offset']);
      const next = left.shift();
      if (!next) stopping.abort();
      if (!next || 'kind' in next) return next ?? { kind: 'ok', result: [] };
      return { kind: 'ok', result: next.map((id) => ({ update_id: id })) };
    },
  };
  const nothing = () => undefined;
  await poll(
    {
      api,
      inbox: store.inbox,
      limits,
      clock: timerClock(Date.now),
      log: { info: nothing, warn: nothing, error: (_, message) => void logged.push(message) },
      accept: (updates) => void seen.accepted.push(...updates.map(({ id }) => id)),
      report: (state) => void seen.states.push(state),
    },
    stopping.signal,
  );
  return { ...seen, called, logged };
}

const refused = (code: number, description: string): Outcome => ({
  kind: 'refused',
  code,
  description,
});

it('hands on each update once, however often Telegram repeats it', async () => {
  const { accepted, offsets } = await pollThrough([[5, 6], [6, 7], [5]]);
  expect(accepted).toEqual([5, 6, 7]);
  expect(offsets).toEqual([0, 7, 8, 6]);
});

it('goes on behind what an earlier run stored', async () => {
  await store.inbox.take([{ id: 41, body: null }]);
  expect((await pollThrough([])).offsets).toEqual([42]);
});

it('asks again for what could not be stored', async () => {
  const { inbox } = store;
  let failures = 2;
  store = {
    ...store,
    inbox: {
      ...inbox,
      take: async (batch) => {
        if ((failures -= 1) >= 0) throw new Error('disk full');
        return inbox.take(batch);
      },
    },
  };
  const { accepted, offsets } = await pollThrough([[5], [5], [5]]);
  expect(accepted).toEqual([5]);
  expect(offsets).toEqual([0, 0, 0, 6]);
});

it('survives trouble and answers that are none, and says how it is', async () => {
  const { states, accepted } = await pollThrough([
    { kind: 'broken', reason: 'ECONNRESET', mayBeDone: true },
    { kind: 'ok', result: 'nonsense' },
    { kind: 'flood', retryAfterMs: 1 },
    refused(409, 'Conflict: terminated by other getUpdates request'),
    [1],
  ]);
  expect(states).toEqual(['unreachable', 'unreachable', 'conflict', 'polling']);
  expect(accepted).toEqual([1]);
});

it('finds out that only its polls do not come through', async () => {
  const hung: Outcome = { kind: 'broken', reason: 'AbortError', mayBeDone: true };
  const { states, called, logged } = await pollThrough([hung, [1]]);
  expect(states).toEqual(['deaf', 'polling']);
  expect(called).toEqual(['getUpdates', 'getMe', 'getUpdates', 'getUpdates']);
  expect(logged).toEqual([INTAKE_ADVICE.deaf]);
});

it('replaces a poll that never ends, whatever its own time limit does', async () => {
  const stopping = new AbortController();
  const states: IntakeState[] = [];
  let polls = 0;
  const api: BotApi = {
    async call(method) {
      if (method !== 'getUpdates') return { kind: 'ok', result: true };
      polls += 1;
      if (polls === 1) await new Promise(() => undefined);
      stopping.abort();
      return { kind: 'ok', result: [] };
    },
  };
  const nothing = () => undefined;
  await poll(
    {
      api,
      inbox: store.inbox,
      limits: { ...limits, pollSeconds: 0, pollGraceMs: 20 },
      clock: timerClock(Date.now),
      log: { info: nothing, warn: nothing, error: nothing },
      accept: nothing,
      report: (state) => void states.push(state),
    },
    stopping.signal,
  );
  expect(polls).toBe(2);
  expect(states).toEqual(['deaf']);
});

it('says once, not per poll, that another program takes its messages', async () => {
  const taken = refused(409, 'Conflict: terminated by other getUpdates request');
  const { logged, states } = await pollThrough([taken, taken, [1], taken]);
  expect(logged).toEqual([INTAKE_ADVICE.conflict]);
  expect(states).toEqual(['conflict', 'conflict', 'polling', 'conflict']);
});

it('removes a webhook that keeps it from polling', async () => {
  const description = "Conflict: can't use getUpdates method while webhook is active";
  const { called } = await pollThrough([refused(409, description)]);
  expect(called).toEqual(['getUpdates', 'deleteWebhook', 'getUpdates']);
});

it('asks rarely while the token is refused, says so once, and comes back', async () => {
  const startedAtMs = performance.now();
  const { states, accepted, logged } = await pollThrough([
    refused(401, 'Unauthorized'),
    refused(404, 'Not Found'),
    [1],
  ]);
  expect(performance.now() - startedAtMs).toBeGreaterThan(90);
  expect(states).toEqual(['unauthorized', 'unauthorized', 'polling']);
  expect(accepted).toEqual([1]);
  expect(logged).toHaveLength(1);
});
