import path from 'node:path';
import { expect, it } from 'vitest';
import type { GatewayEvent } from '#ports/gateway/port.ts';
import { loadWords } from '#app/words.ts';
import { advance, sawAsks, sawGateway, type TurnProgress } from './progress.ts';
import { endedLine, progressCard } from './progress-card.ts';

const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 22, 10, 42);
const up = { kind: 'up', version: '1' } as const;

const progress: TurnProgress = {
  project: 'demo',
  actorName: 'Alice',
  operationId: 'turn-1',
  startedAtMs: START_MS,
  isHeard: true,
  lastSignAtMs: START_MS,
  gateway: up,
  wasUp: true,
  resumed: false,
  ending: 'no',
  steps: [],
  plan: [],
};
type Happened<Kind> = Omit<Extract<GatewayEvent, { kind: Kind }>, 'sessionKey' | 'runId' | 'kind'>;
const event = <Kind extends GatewayEvent['kind']>(kind: Kind, rest: Happened<Kind>): GatewayEvent =>
  ({ sessionKey: 's', runId: 'r', kind, ...rest }) as unknown as GatewayEvent;
const at = (minutes: number) => START_MS + minutes * MINUTE_MS;
const shown = (it: TurnProgress, nowMs: number, language: 'en' | 'ru' = 'en') =>
  progressCard(it, nowMs, sayIn(language)).text.replaceAll('\\', '');
const last = (it: TurnProgress, nowMs: number, language: 'en' | 'ru' = 'en') =>
  shown(it, nowMs, language).split('\n').at(-1);

it.each([
  [0, 'Working…'],
  [4.9, 'Working…'],
  [5, 'Silent for 5m 0s. A model may think so long: wait, or tap Stop.'],
  [10, 'Silent for 10m 0s, longer than usual.'],
  [29, 'Silent for 29m 0s, longer than usual.'],
  [30, 'the agent probably hangs. Tap Stop'],
  [125, 'Silent for 2h 5m: the agent probably hangs.'],
])('says after %d silent minutes what helps', (minutes, words) => {
  expect(last(progress, at(minutes))).toContain(words);
});

it('says at first only what stays true when the card can never be edited', () => {
  const fresh = { ...progress, isHeard: false };
  expect(last(fresh, START_MS + 100)).toBe('Begun at 10:42 UTC');
  expect(last(fresh, START_MS + 5_000)).toBe('Working…');
  expect(last(advance(fresh, event('text', { text: 'x' }), START_MS + 200), START_MS + 200)).toBe(
    'Working…',
  );
});

it('blames the step that runs, not the model, for its silence', () => {
  const step = { stepId: '1', tool: 'exec', title: 'npm test' };
  const running = advance(progress, event('step', { ...step, state: 'running' }), at(1));
  expect(last(running, at(7))).toContain('The last step says nothing for 6m 0s');
  const done = advance(running, event('step', { ...step, state: 'done' }), at(8));
  expect(last(done, at(14))).toContain('A model may think so long');
});

it('does not count the time that a person was waited for as silence', () => {
  const waiting = sawAsks(progress, 1, at(1));
  expect(last(sawAsks(waiting, 1, at(41)), at(41))).toBe(
    '✋ Waiting for you for 40m 0s, see below',
  );
  expect(last(sawAsks(waiting, 0, at(42)), at(43))).toBe('Working…');
});

it('does not count the time that the gateway was away as silence', () => {
  const down = sawGateway(
    progress,
    { kind: 'down', sinceMs: at(1), reason: { code: 'connection-lost' } },
    at(1),
  );
  expect(last(down, at(2))).toBe(
    "🔌 The agent's gateway is not there since 10:43 UTC (1m 0s): the connection is lost. Your request waits and goes on by itself.",
  );
  expect(last(down, at(12))).toContain('/status');
  const back = sawGateway(down, up, at(40));
  expect(last(back, at(41))).toBe('Working…');
  expect(shown(back, at(41))).toContain('away for 39m 0s (10:43 UTC to 11:22 UTC)');
});

it('shows how far the plan of the agent is, and no bar without a plan', () => {
  const items = [
    { title: 'Read *all*', state: 'done' },
    { title: 'Write it', state: 'running' },
    { title: 'Test it', state: 'waiting' },
  ] as const;
  const planned = advance(progress, event('plan', { items }), at(0));
  expect(shown(planned, at(0))).toContain('📋 [██░░░░░░] 1/3 · Write it');
  expect(shown(progress, at(0))).not.toMatch(/[█░%]/u);
  expect(shown(advance(planned, event('plan', { items: [] }), at(1)), at(1))).not.toContain('📋');
});

it.each([
  [
    { cause: 'overloaded', reason: 'overloaded', attempt: 2, limit: 8 },
    'overloaded; it is asked again (2 of 8)',
  ],
  [
    { cause: 'rate-limit', reason: 'rate_limit', attempt: 1 },
    'limit is reached; it is asked again (1)',
  ],
  [{ cause: 'unavailable', reason: 'server_error' }, 'does not answer; it is asked again'],
  [{ cause: 'other', reason: 'odd_[thing]' }, 'did not answer (odd_[thing]); it is asked again'],
] as const)('says why the model is asked again: %j', (retry, words) => {
  const retrying = advance(progress, event('retrying', retry), at(0));
  expect(last(retrying, at(1))).toContain(words);
  expect(last(advance(retrying, event('text', { text: 'x' }), at(1)), at(1))).toBe('Working…');
});

it('marks a number of steps that holds only those since a restart', () => {
  const step = event('step', { stepId: '1', state: 'done', tool: 'read', title: 'Read' });
  const resumed = advance({ ...progress, resumed: true }, step, at(1));
  expect(endedLine(resumed, at(3), sayIn('en'))).toBe('🔨 **demo** · Alice · 3m 0s · 1+ step');
  expect(endedLine(advance(progress, step, at(1)), at(3), sayIn('en'))).toContain('· 1 step');
});

it('speaks Russian to its last word', () => {
  const reasons = [
    { code: 'installing', megabytes: 1, expectedMegabytes: 2, seconds: 3, expectedSeconds: 4 },
    { code: 'connection-lost' },
    { code: 'restarting' },
    { code: 'starting' },
    { code: 'connecting' },
    { code: 'no-model' },
  ] as const;
  for (const reason of reasons) {
    const down = { ...progress, gateway: { kind: 'down', sinceMs: START_MS, reason } as const };
    expect(last(down, at(6), 'ru')?.replaceAll(/UTC|\/status/gu, '')).not.toMatch(/[a-z]{2}/iu);
  }
  expect(last(progress, at(31), 'ru')).toContain('Молчит 31 мин 0 с');
});

it('shows as much of the work as its reader wants', () => {
  const steps = Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    state: 'done' as const,
    title: `Step ${index + 1}.`,
  }));
  const lines = (verbosity: 'quiet' | 'normal' | 'detailed') =>
    shown({ ...progress, steps, file: 'a.ts', verbosity }, at(1)).match(/Step \d+\.|a\.ts/gu) ?? [];
  expect(lines('quiet')).toEqual([]);
  expect(lines('normal')).toEqual([...steps.slice(-6).map(({ title }) => title), 'a.ts']);
  expect(lines('detailed')).toHaveLength(16);
  expect(shown({ ...progress, steps }, at(1))).toContain('14 earlier');
});
