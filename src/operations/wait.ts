import type { Json, Signal } from '#ports/store/port.ts';
import type { Journal } from './journal.ts';
import { Canceled, type Waited } from './kind.ts';
import type { Mailbox, TakenSignal } from './mailbox.ts';
import { type After, at } from './timers.ts';

/** What waiting needs. */
export interface WaitOptions {
  readonly mailbox: Mailbox;
  /** Puts into the mailbox what others have stored meanwhile. */
  readonly collect: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly after: After;
}

/**
 * The next signal of that name, taken; `undefined` at `untilMs`. A signal that is there wins over
 * a moment that has passed. Journals nothing: do it inside a step.
 * @throws {Canceled} when the operation is canceled
 */
export function nextSignal(
  name: string,
  untilMs: number | undefined,
  { mailbox, collect, signal, now, after }: WaitOptions,
): Promise<Signal | undefined> {
  return new Promise((resolve, reject) => {
    let cancelTimer = (): void => undefined;
    const finish = (end: () => void): void => {
      unwatch();
      cancelTimer();
      signal.removeEventListener('abort', abort);
      end();
    };
    const look = (): boolean => {
      const found = mailbox.peek(name);
      if (!found) return false;
      mailbox.take(found);
      finish(() => resolve(found));
      return true;
    };
    const abort = (): void =>
      finish(() => reject(signal.reason === 'canceled' ? new Canceled() : new Error('shutdown')));

    const unwatch = mailbox.watch(look);
    // A wish to stop counts more than what was told before it.
    if (signal.aborted) return abort();
    if (look()) return;
    signal.addEventListener('abort', abort);
    if (untilMs !== undefined) {
      const end = (): void => finish(() => resolve(undefined));
      // Another replica may have stored one in time. When the store fails, so will the step's end.
      cancelTimer = at(untilMs, () => void collect().then(end, end), { now, after });
    }
  });
}

/** `run.waitFor`: a step that ends with a signal or at a moment. */
export async function waitFor(
  journal: Journal,
  options: WaitOptions,
  { name, as = name, untilMs }: { name: string; as?: string; untilMs?: number },
): Promise<Waited> {
  const result = await journal.step(as, {
    input: untilMs === undefined ? { signal: name } : { signal: name, untilMs },
    async work({ input }): Promise<Json> {
      const until = (input as { readonly untilMs?: number }).untilMs;
      const found = await nextSignal(name, until, options);
      if (!found) return { kind: 'timeout' };
      const taken: TakenSignal = { signal: found.name, key: found.key };
      return { kind: 'signal', payload: found.payload, ...taken };
    },
  });
  const { kind, payload = null } = result as { kind: 'signal' | 'timeout'; payload?: Json };
  return kind === 'signal' ? { kind, payload } : { kind };
}

/** `run.sleepUntil`: a step that ends at the moment its first attempt was given. */
export async function sleepUntil(
  journal: Journal,
  options: WaitOptions,
  { name, atMs }: { name: string; atMs: number },
): Promise<void> {
  await journal.step(name, {
    input: { atMs },
    async work({ input }) {
      // No signal has this name: only the moment or a cancel ends the wait.
      await nextSignal('', (input as { readonly atMs: number }).atMs, options);
    },
  });
}
