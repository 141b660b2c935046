import type { Faults } from '../bot-api/faults/faults.ts';

/** What the person can make go wrong between the bot and Telegram. */
export const TROUBLE_KINDS = [
  'flood',
  'failure',
  'lost-before',
  'lost-after',
  'slow',
  'duplicate',
  'reorder',
] as const;

/** A trouble that was switched on. */
interface Trouble {
  readonly kind: (typeof TROUBLE_KINDS)[number];
  /** Calls or updates it will hit; 0 is until it is cleared. */
  readonly times: number;
  /** Of `flood`: how long the bot must wait. Of `slow`: how long each answer takes. */
  readonly seconds: number;
  /** One chat alone: the bot's other calls, its long polls too, go well. */
  readonly chatId?: number;
}

/** The troubles of the network panel. */
export interface Troubles {
  add(trouble: Trouble): void;
  clear(): void;
  /** Calls back after each change, until the result is called. */
  subscribe(listener: () => void): () => void;
  /** What is switched on, and how often all of it will still hit; nothing means without end. */
  active(): { readonly troubles: readonly Trouble[]; readonly left: number | null };
}

/** None yet. */
export function troublesOf(faults: Faults): Troubles {
  let troubles: Trouble[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    add(trouble) {
      if (faults.remaining() === 0) troubles = [];
      troubles.push(trouble);
      addFault(faults, trouble);
      tell();
    },
    clear() {
      troubles = [];
      faults.clear();
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    active() {
      const left = faults.remaining();
      return {
        troubles: left === 0 ? [] : troubles,
        left: Number.isFinite(left) ? left : null,
      };
    },
  };
}

function addFault(faults: Faults, { kind, times, seconds, chatId }: Trouble): void {
  const which = { ...(times === 0 ? {} : { times }), ...(chatId === undefined ? {} : { chatId }) };
  switch (kind) {
    case 'flood':
      return faults.add({ ...which, kind: 'status', status: 429, retryAfter: seconds });
    case 'failure':
      return faults.add({ ...which, kind: 'status', status: 500 });
    case 'lost-before':
      return faults.add({ ...which, kind: 'drop-before' });
    case 'lost-after':
      return faults.add({ ...which, kind: 'drop-after' });
    case 'slow':
      return faults.add({ ...which, kind: 'delay', ms: seconds * 1_000 });
    case 'duplicate':
      return faults.add({ ...which, kind: 'duplicate-update' });
    case 'reorder':
      return faults.add({ ...which, kind: 'reorder-update' });
  }
}
