import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

it('waits longer and longer for a gateway that accepts and drops', () => {
  const backoff = createBackoff();
  const pauses = [0, 1, 2, 3, 4, 5].map((at) => {
    backoff.up(at * 5_000);
    return backoff.lost(at * 5_000 + 100);
  });
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 3_000, 3_000]);
});

it('begins with a short pause again after a connection that held', () => {
  const backoff = createBackoff();
  for (let at = 0; at < 9; at += 1) backoff.lost(at);
  backoff.up(100);
  expect(backoff.lost(10_100)).toBe(250);
  expect(backoff.lost(10_200)).toBe(500);
});
