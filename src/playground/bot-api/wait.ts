import type { EmulatorEvent } from './world.ts';

/** Somewhere to hear of changes; the result ends it. */
export type Subscribe = (listener: (event: EmulatorEvent) => void) => () => void;

/**
 * Resolves with the first truthy value of `predicate`, looked at now and after each change.
 * @throws after `timeoutMs` of real time, with what `describe` says then
 */
export function waitFor<Value>(
  subscribe: Subscribe,
  predicate: () => Value,
  options: { readonly timeoutMs: number; readonly describe: () => string },
): Promise<NonNullable<Value>> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
    };
    const look = (): void => {
      try {
        const value = predicate();
        if (!value) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      end();
      reject(
        new Error(`Nothing of the kind within ${options.timeoutMs} ms. ${options.describe()}`),
      );
    }, options.timeoutMs);
    const unsubscribe = subscribe(look);
    look();
  });
}
