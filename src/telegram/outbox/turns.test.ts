import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../limits.ts';
import { createBudget } from './budget.ts';
import { toEntry } from './envelope.ts';
import { createJob, dequeue, enqueue, type Job } from './line.ts';
import { createTurns, SHARE } from './turns.ts';

/** `SEED=1234` tries other histories than those of every run. */
const seed = Number(process.env['SEED'] ?? 20_261_122);
const RATE = TELEGRAM_LIMITS.group;
const FLOODER = 1;

interface Asked {
  /** Ascending. */
  readonly atMs: number;
  readonly by: number;
  readonly priority?: number;
}

interface Served {
  readonly asked: Asked;
  readonly number: number;
  readonly atMs: number;
}

/** One group: everything that is asked is answered, one call of `latencyMs` after another. */
function serve(all: readonly Asked[], latencyMs = 0): readonly Served[] {
  const budget = createBudget(RATE);
  const turns = createTurns(budget, RATE);
  const queue: Job[] = [];
  const waiting = new Map<string, Omit<Served, 'atMs'>>();
  const coming = all.map((asked, number) => ({ asked, number }));
  const served: Served[] = [];
  let nowMs = 0;
  while (coming.length > 0 || queue.length > 0) {
    const [first] = coming;
    const next = turns.next(queue, nowMs);
    if (first && first.asked.atMs <= nowMs + (next?.waitMs ?? Infinity)) {
      nowMs = Math.max(nowMs, first.asked.atMs);
      const { by: forId, priority = 1 } = first.asked;
      const entry = { key: `k${first.number}`, chatId: -5, method: 'sendMessage', priority };
      enqueue(queue, createJob(toEntry(entry, { body: {}, forId }), false, nowMs));
      waiting.set(entry.key, first);
      coming.shift();
    } else if (next) {
      nowMs += next.waitMs;
      served.push({ ...waiting.get(next.job.entry.key)!, atMs: nowMs });
      nowMs += latencyMs;
      budget.spend(nowMs);
      turns.served(next.job, nowMs);
      dequeue(queue, next.job);
    }
  }
  return served;
}

const history = fc
  .array(
    fc.record({
      gapMs: fc.oneof(fc.constant(0), fc.nat({ max: 4_000 }), fc.nat({ max: 90_000 })),
      by: fc.oneof(fc.constant(FLOODER), fc.integer({ min: 1, max: 5 })),
      count: fc.integer({ min: 1, max: 6 }),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let atMs = 0;
    return steps.flatMap(({ gapMs, by, count }) => {
      atMs += gapMs;
      return Array.from({ length: count }, () => ({ atMs, by }));
    });
  });

/** What somebody had of late, as it counts, just before the call with that index. */
function lately(served: readonly Served[], by: number, atMs: number): number {
  const share = createBudget(SHARE);
  for (const each of served)
    if (each.asked.by === by && each.atMs < atMs && share.waitMs(each.atMs, 0) === 0)
      share.spend(each.atMs);
  return Math.max(0, Math.ceil((share.fullAtMs() - atMs) / SHARE.refillMs));
}

/** Everything that is unfair to others than the one who floods. */
function unfair(all: readonly Asked[], served: readonly Served[]): string[] {
  const found: string[] = [];
  if (served.length !== all.length) found.push(`${all.length} asked, ${served.length} served`);
  for (const by of new Set(all.map((each) => each.by))) {
    const own = served.filter(({ asked }) => asked.by === by);
    const numbers = own.map(({ number }) => number);
    if (numbers.join() !== numbers.toSorted((a, b) => a - b).join()) found.push(`${by}: no order`);
    if (by === FLOODER) continue;
    for (const [at, one] of own.entries()) {
      const { atMs } = one.asked;
      const since = served.filter((each) => each.atMs >= atMs);
      const before = since.slice(0, since.indexOf(one));
      const floods = before.filter(({ asked }) => asked.by === FLOODER).length;
      const mine = own.slice(0, at + 1).filter((each) => each.atMs >= atMs).length;
      // Who had more than the one who floods is the one who has to wait.
      const ahead = Math.max(0, lately(served, by, atMs) - lately(served, FLOODER, atMs));
      if (floods > mine + ahead)
        found.push(`${one.number} waits for ${floods} of the flood: ${mine} own, ${ahead} ahead`);
    }
  }
  return found;
}

/** Numbers from 0 to 1, the same in each run. */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

const percentile = (all: readonly number[], part: number): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length * part)] ?? Infinity;

const MINUTE_MS = 60_000;
const HOURS = 10;

/** Five people who together ask so often in a minute, at times that know nothing of one another. */
function atRandom(perMinute: number): readonly Asked[] {
  const next = random(perMinute);
  const asked: Asked[] = [];
  for (let atMs = 0; atMs < HOURS * 60 * MINUTE_MS;) {
    atMs -= (Math.log(next()) * MINUTE_MS) / perMinute;
    asked.push({ atMs, by: 2 + Math.floor(next() * 5) });
  }
  return asked;
}

function evenly(perMinute: number): readonly Asked[] {
  const everyMs = MINUTE_MS / perMinute;
  const many = HOURS * 60 * perMinute;
  return Array.from({ length: many }, (_, each) => ({ atMs: each * everyMs, by: 2 + (each % 5) }));
}

/** What `dispatch` lets through of 20 a second in two of each ten minutes: six at once, then few. */
const FLOOD: readonly Asked[] = Array.from({ length: HOURS * 6 }, (_, each) => {
  const fromMs = each * 10 * MINUTE_MS;
  const after = Array.from({ length: 4 }, (_none, more) => fromMs + (more + 1) * 30_000);
  return [...Array.from({ length: 7 }, () => fromMs), ...after].map((atMs) => ({
    atMs,
    by: FLOODER,
  }));
}).flat();

/** How long the others wait for their turn while somebody floods, or would. */
function waits(all: readonly Asked[]): readonly number[] {
  return serve(all.toSorted((a, b) => a.atMs - b.atMs))
    .filter(({ asked }) => asked.by !== FLOODER && asked.atMs % (10 * MINUTE_MS) < 2 * MINUTE_MS)
    .map(({ asked, atMs }) => atMs - asked.atMs);
}

describe('people of one group', () => {
  it('wait for at most one entry of whoever floods for each of their own, in their order', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(0, 1, 2), fc.nat({ max: 900 }), (all, priority, ms) => {
        const asked = all.map((each) => ({ ...each, priority }));
        expect(unfair(asked, serve(asked, ms))).toEqual([]);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 2_000), seed },
    );
  });

  it('wait no longer while somebody floods, 19 times of 20, up to five requests a minute', () => {
    for (const perMinute of [1, 2, 3, 4, 5]) {
      const others = atRandom(perMinute);
      expect(percentile(waits(others), 0.95), `${perMinute} a minute alone`).toBe(0);
      expect(percentile(waits([...others, ...FLOOD]), 0.95), `${perMinute} a minute`).toBe(0);
    }
  });

  it('wait no longer at an even pace, up to twelve requests a minute', () => {
    for (const perMinute of [1, 3, 6, 9, 12])
      expect(percentile(waits([...evenly(perMinute), ...FLOOD]), 0.95), `${perMinute}`).toBe(0);
  });

  it('get one of their entries through, however busy the others keep the group', () => {
    const busy = Array.from({ length: 200 }, (_, each) => ({ atMs: each * 3_500, by: 2 + each }));
    const served = serve([...busy, ...FLOOD.slice(0, 7)].toSorted((a, b) => a.atMs - b.atMs));
    const flood = served.filter(({ asked }) => asked.by === FLOODER).map(({ atMs }) => atMs);
    expect(flood).toHaveLength(7);
    const gaps = flood.slice(1).map((atMs, at) => atMs - (flood[at] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(30_000);
  });

  it('have the whole budget while nobody else talks there', () => {
    const alone = Array.from({ length: 6 }, () => ({ atMs: 0, by: FLOODER }));
    const times = serve(alone).map(({ atMs }) => atMs);
    expect(times).toEqual([0, 0, 0, 1, 2, 3].map((each) => each * RATE.refillMs));
  });

  it('have what is urgent before what is not, and what is urgent at once', () => {
    const asked = [0, 0, 0].map((atMs) => ({ atMs, by: FLOODER }));
    const final = { atMs: RATE.refillMs, by: FLOODER, priority: 0 };
    const served = serve([{ atMs: 0, by: 2 }, ...asked, final]);
    expect(served.find(({ asked: { priority } }) => priority === 0)?.atMs).toBe(RATE.refillMs);
  });
});
