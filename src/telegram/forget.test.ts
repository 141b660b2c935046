import { expect, it } from 'vitest';
import type { BotApi, Outcome } from './api.ts';
import { timerClock } from './clock.ts';
import { forget } from './forget.ts';

const ok: Outcome = { kind: 'ok', result: true };
const refused = (description: string): Outcome => ({ kind: 'refused', code: 400, description });
const broken: Outcome = { kind: 'broken', reason: 'ECONNRESET', mayBeDone: true };

function telegram(...outcomes: Outcome[]): BotApi & { readonly calls: unknown[] } {
  const calls: unknown[] = [];
  return {
    calls,
    async call(method, body) {
      calls.push([method, body]);
      return outcomes.shift() ?? broken;
    },
  };
}
const clock = {
  ...timerClock(Date.now),
  after(_ms: number, run: () => void) {
    queueMicrotask(run);
    return () => undefined;
  },
};

it('deletes every message, and takes one that is gone for deleted', async () => {
  const api = telegram(ok, refused('Bad Request: message to delete not found'));
  expect(await forget({ api, clock }, 7, [1, 2])).toBe(true);
  expect(api.calls).toEqual([
    ['deleteMessage', { chat_id: 7, message_id: 1 }],
    ['deleteMessage', { chat_id: 7, message_id: 2 }],
  ]);
});

it('says so when one is still there', async () => {
  const api = telegram(ok, refused("Bad Request: message can't be deleted"));
  expect(await forget({ api, clock }, 7, [1, 2])).toBe(false);
});

it('tries again over a broken line and a short flood, not for ever', async () => {
  const flood: Outcome = { kind: 'flood', retryAfterMs: 1_000 };
  expect(await forget({ api: telegram(broken, flood, ok), clock }, 7, [1])).toBe(true);
  const dead = telegram();
  expect(await forget({ api: dead, clock }, 7, [1])).toBe(false);
  expect(dead.calls).toHaveLength(3);
  const long = telegram({ kind: 'flood', retryAfterMs: 60_000 }, ok);
  expect(await forget({ api: long, clock }, 7, [1])).toBe(false);
});
