import type { Actor } from '#kernel/actor.ts';
import type { Store } from '#ports/store/port.ts';

/** The setting that holds the change that is being made; they are made one after another. */
const SETTING = 'role-change';

interface Underway {
  readonly requestId: string;
  readonly id: number;
  readonly name: string;
}

interface Changes {
  /** Whom that request was changing when it was cut off; with the least of roles. */
  of(requestId: string): Promise<Actor | undefined>;
  begin(requestId: string, actor: Actor): Promise<void>;
  end(): Promise<void>;
}

/**
 * Remembers who is being changed by which request until all of it is done. After a crash in between
 * the same request comes again, and must find also somebody who is removed already.
 */
export function createUnderway({ settings }: Pick<Store, 'settings'>): Changes {
  return {
    async of(requestId) {
      const underway = (await settings.get(SETTING)) as Underway | null | undefined;
      if (!underway || underway.requestId !== requestId) return undefined;
      return { id: underway.id, name: underway.name, role: 'viewer', confined: true };
    },
    begin: (requestId, { id, name }) => settings.set(SETTING, { requestId, id, name }),
    end: () => settings.set(SETTING, null),
  };
}
