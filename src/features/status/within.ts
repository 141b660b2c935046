import { type After, systemAfter } from '#operations/timers.ts';

/** How long a card waits for all of its sources together. */
const DEADLINE_MS = 2_000;

/** What a source says; `undefined` when it did not answer in time, or failed. */
export type Within = <Answer>(source: () => Promise<Answer>) => Promise<Answer | undefined>;

/** Gives `work` one deadline for everything that it asks, one after another or at once. */
export async function withinDeadline<Result>(
  work: (within: Within) => Promise<Result>,
  after: After = systemAfter,
): Promise<Result> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const cancel = after(DEADLINE_MS, () => resolve(undefined));
  try {
    return await work((source) => Promise.race([late, attempt(source)]));
  } finally {
    cancel();
  }
}

async function attempt<Answer>(source: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await source();
  } catch {
    return undefined;
  }
}
