import { expect, it } from 'vitest';
import { withinDeadline } from './within.ts';

const never = () => new Promise<string>(() => undefined);

it('gives what came in time, and nothing for what is late or fails', async () => {
  const timers: (() => void)[] = [];
  let canceled = 0;
  const after = (_ms: number, work: () => void) => {
    timers.push(work);
    return () => void (canceled += 1);
  };
  const early = Promise.withResolvers<void>();
  const answers = withinDeadline(
    (within) =>
      Promise.all([
        within(async () => 'early').finally(early.resolve),
        within(never),
        within(() => Promise.reject(new Error('down'))),
        within(() => {
          throw new Error('down at once');
        }),
        // One after another they have one deadline together.
        within(never).then(() => within(never)),
      ]),
    after,
  );
  expect(timers).toHaveLength(1);
  await early.promise;
  timers[0]?.();
  expect(await answers).toEqual(['early', undefined, undefined, undefined, undefined]);
  expect(canceled).toBe(1);
});
