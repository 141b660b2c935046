import { expect, it } from 'vitest';
import { retryAfterMs } from './retry.ts';

function waits(count: number, retryAfterSeconds: number, random: number): number[] {
  const attempt = { fails: 0, delaySeconds: 1 };
  return Array.from({ length: count }, () => {
    const waitMs = retryAfterMs(attempt, retryAfterSeconds, () => random);
    attempt.fails += 1;
    return waitMs / 1_000;
  });
}

it('repeats at once and then doubles, up to somewhere between one minute and two', () => {
  expect(waits(9, 0, 0)).toEqual([0, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(waits(9, 0, 0.999)).toEqual([0, 2, 4, 8, 16, 32, 64, 120, 120]);
});

it('waits as long as it was asked to, and no longer than an hour', () => {
  expect(waits(3, 90, 0)).toEqual([90, 90, 90]);
  expect(waits(2, 86_400, 0)).toEqual([3_600, 3_600]);
  expect(waits(2, -5, 0)).toEqual([0, 2]);
});
