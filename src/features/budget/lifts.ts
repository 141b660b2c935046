import { keyedMutex } from '#lib/mutex.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { type Scope, toKey } from './limits.ts';

/** For a while a budget stops nobody. */
export interface Lift {
  /** As `toKey` writes it; `all`: every budget. */
  readonly scope: string;
  readonly untilMs: number;
  readonly by: string;
  readonly atMs: number;
}

/** Who lifted which budgets; they survive a restart and end by themselves. */
export interface Lifts {
  /** Of one scope the newest counts, also when it ends earlier. */
  lift(lift: Lift): Promise<void>;
  /** `false`: it was not lifted. */
  end(scope: string, nowMs: number): Promise<boolean>;
  /** Also those that have ended lately. */
  list(): Promise<readonly Lift[]>;
}

const SETTING = 'budget-lifts';
/** A lift that has ended is still known so long: with its end, people are told anew. */
const KEEP_MS = 48 * 60 * 60 * 1_000;

/** Lifts in the settings of the store. */
export function createLifts(settings: Store['settings']): Lifts {
  const inTurn = keyedMutex();
  const list = async (): Promise<readonly Lift[]> => {
    const stored = await settings.get(SETTING);
    return Array.isArray(stored) ? (stored as readonly Lift[]) : [];
  };
  const save = (lifts: readonly Lift[]) => settings.set(SETTING, lifts as unknown as Json);

  return {
    list,
    lift: (lift) =>
      inTurn(SETTING, async () => {
        const others = (await list()).filter(
          ({ scope, untilMs }) => scope !== lift.scope && untilMs > lift.atMs - KEEP_MS,
        );
        await save([...others, lift]);
      }),
    end: (scope, nowMs) =>
      inTurn(SETTING, async () => {
        const all = await list();
        const open = all.find((each) => each.scope === scope && each.untilMs > nowMs);
        if (!open) return false;
        await save(all.map((each) => (each === open ? { ...open, untilMs: nowMs } : each)));
        return true;
      }),
  };
}

/** The lift because of which the budget of `scope` stops nobody now. */
export function liftOf(lifts: readonly Lift[], scope: Scope, nowMs: number): Lift | undefined {
  return ofScope(lifts, scope)
    .filter(({ untilMs }) => untilMs > nowMs)
    .toSorted((left, right) => right.untilMs - left.untilMs)[0];
}

/** When the budget of `scope` was last closed by the end of a lift; 0: never. */
export function closedSince(lifts: readonly Lift[], scope: Scope): number {
  return Math.max(0, ...ofScope(lifts, scope).map(({ untilMs }) => untilMs));
}

function ofScope(lifts: readonly Lift[], scope: Scope): readonly Lift[] {
  return lifts.filter((lift) => lift.scope === 'all' || lift.scope === toKey(scope));
}
