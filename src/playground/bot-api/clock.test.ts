import { expect, it } from 'vitest';
import { clockOf, skippingClock, type Clock, virtualClock } from './clock.ts';

it('runs what falls due in its order, each at its own time, and the older of two first', async () => {
  const clock = virtualClock(1_000);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name} at ${clock.now()}`);
  clock.after(200, note('late'));
  clock.after(100, note('first'));
  clock.after(100, note('second'));
  clock.after(300, note('too late'));

  await clock.advance(250);

  expect(seen).toEqual(['first at 1100', 'second at 1100', 'late at 1200']);
  expect(clock.now()).toBe(1_250);
});

it('also runs what was asked for on the way, in promises too', async () => {
  const clock = virtualClock(0);
  const seen: number[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  void (async () => {
    for (let round = 0; round < 3; round += 1) {
      await wait(1_000);
      seen.push(clock.now());
    }
  })();

  await clock.advance(3_000);

  expect(seen).toEqual([1_000, 2_000, 3_000]);
});

it('runs nothing that was called off', async () => {
  const clock = virtualClock(0);
  let runs = 0;
  const cancel = clock.after(10, () => (runs += 1));
  cancel();
  cancel();

  await clock.advance(10);

  expect(runs).toBe(0);
});

it('stands still by itself, and takes a negative wait as none', async () => {
  const clock = virtualClock(5);
  let runs = 0;
  clock.after(-1, () => (runs += 1));

  expect([clock.now(), runs]).toEqual([5, 0]);
  await clock.advance(-1);
  expect([clock.now(), runs]).toEqual([5, 1]);
});

/** A machine whose time the test owns. */
function machine(): { readonly clock: Clock; readonly pass: (ms: number) => Promise<void> } {
  const inner = virtualClock(10_000);
  return { clock: inner, pass: (ms) => inner.advance(ms) };
}

it('goes on with the machine and can be moved ahead of it', async () => {
  const { clock: system, pass } = machine();
  const clock = skippingClock(system);
  const seen: string[] = [];
  clock.after(1_000, () => void seen.push(`one at ${clock.now()}`));
  clock.after(5_000, () => void seen.push(`two at ${clock.now()}`));
  clock.after(6_000, () => void seen.push(`three at ${clock.now()}`));

  await pass(1_000);
  await clock.advance(4_000);
  await pass(999);
  expect(seen).toEqual(['one at 11000', 'two at 15000']);
  await pass(1);

  expect(seen).toEqual(['one at 11000', 'two at 15000', 'three at 16000']);
  expect([system.now(), clock.now()]).toEqual([12_000, 16_000]);
});

it('waits in real time for a time that comes from elsewhere', async () => {
  const clock = clockOf(() => 42);

  await new Promise<void>((resolve) => void clock.after(1, resolve));

  expect(clock.now()).toBe(42);
});
