import { ACCESS_REQUESTS, type AccessRequest, toAccessRequests } from '#kernel/access.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Store } from './port.ts';

/** Who asks and who decides change one setting: one after another, or one would undo the other. */
const inTurn = keyedMutex();

/**
 * Gives `change` those who ask to be let in, the oldest first, and keeps what it returns; resolves
 * with what else it returns.
 */
export function changeAccessRequests<Result>(
  store: Pick<Store, 'settings'>,
  change: (requests: readonly AccessRequest[]) => {
    readonly kept: readonly AccessRequest[];
    readonly result: Result;
  },
): Promise<Result> {
  return inTurn(ACCESS_REQUESTS, async () => {
    const before = toAccessRequests(await store.settings.get(ACCESS_REQUESTS));
    const { kept, result } = change(before);
    if (kept !== before) {
      await store.settings.set(
        ACCESS_REQUESTS,
        kept.map((each) => ({ ...each })),
      );
    }
    return result;
  });
}
