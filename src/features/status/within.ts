import { type After, systemAfter } from '#operations/timers.ts';

/** How long the card waits for its slowest source. */
const DEADLINE_MS = 2_000;

/** What a source says; `undefined` when it did not answer in time, or failed. */
export function within<Answer>(
  source: () => Promise<Answer>,
  after: After = systemAfter,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const cancel = after(DEADLINE_MS, () => resolve(undefined));
    const end = (answer: Answer | undefined): void => {
      cancel();
      resolve(answer);
    };
    source().then(end, () => end(undefined));
  });
}
