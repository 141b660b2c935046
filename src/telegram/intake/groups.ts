import type { Inbox, InboxUpdate, Store } from '#ports/store/port.ts';
import { createLanes } from '../lanes.ts';

/** Which updates are handled as one request, kept over a crash in the middle of it. */
export interface Groups {
  /** From now on these are one request, and stay it. */
  begin(ids: readonly number[]): Promise<void>;
  /** The request is handled: closes all of its updates, the first one first. */
  end(ids: readonly number[]): Promise<void>;
  /**
   * What an earlier run left: `pending` without those whose request was handled, and by their
   * first id the groups that were being handled.
   */
  restore(pending: readonly InboxUpdate[]): Promise<{
    readonly whole: ReadonlyMap<number, readonly [InboxUpdate, ...InboxUpdate[]]>;
    readonly pending: readonly InboxUpdate[];
  }>;
}

const NAME = 'telegram-merged-updates';

/** Groups noted in the settings; the inbox itself knows single updates only. */
export function createGroups({
  inbox,
  settings,
}: {
  readonly inbox: Inbox;
  readonly settings: Store['settings'];
}): Groups {
  const open = new Map<number, readonly number[]>();
  const lanes = createLanes();
  const save = () => lanes.run(NAME, () => settings.set(NAME, Object.fromEntries(open)));

  return {
    async begin(ids) {
      const [first] = ids;
      if (first === undefined) return;
      open.set(first, ids);
      await save();
    },

    async end(ids) {
      const [first] = ids;
      // Together: each by itself would be a transaction, and a wait for it, of its own.
      await Promise.all(ids.map((id) => inbox.done(id)));
      if (first !== undefined && open.delete(first)) await save();
    },

    async restore(pending) {
      const noted = ((await settings.get(NAME)) ?? {}) as Readonly<Record<string, number[]>>;
      const byId = new Map(pending.map((update) => [update.id, update]));
      const whole = new Map<number, readonly [InboxUpdate, ...InboxUpdate[]]>();
      const handled: number[] = [];
      for (const ids of Object.values(noted)) {
        const [first, ...others] = ids.flatMap((id) => byId.get(id) ?? []);
        if (!first) continue;
        if (first.id === ids[0]) {
          whole.set(first.id, [first, ...others]);
          open.set(first.id, ids);
        } else handled.push(...ids);
      }
      await Promise.all(handled.map((id) => inbox.done(id)));
      if (Object.keys(noted).length > open.size) await save();
      return { whole, pending: pending.filter(({ id }) => !handled.includes(id)) };
    },
  };
}
