import type { Rate } from '../limits.ts';
import { createBudget, type Budget } from './budget.ts';
import { envelopeOf } from './envelope.ts';
import type { Job } from './line.ts';

/** Serves the people of one chat in turn, so that nobody's many entries delay another's few. */
export interface Turns {
  /**
   * The entry whose turn it is, and how long its call has to wait. Each person's go in the order of
   * `queue`; of several people's the one goes that may go first, then the more urgent, then one that
   * has waited very long, then that of whom was served least lately.
   */
  next(queue: readonly Job[], nowMs: number): Next | undefined;
  /** A call was made for `job`. */
  served(job: Job, nowMs: number): void;
  /** Nobody who was served matters any more. */
  isForgotten(nowMs: number): boolean;
}

interface Next {
  readonly job: Job;
  readonly waitMs: number;
}

interface Person {
  /** Ascends with being served. */
  readonly turn: number;
  readonly atMs: number;
  readonly share: Budget;
}

/** Finals, approvals and failures: few, and somebody waits for each. */
const URGENT = 0;
/** What one had counts so long; after so many at once no more is counted. */
export const SHARE: Rate = { burst: 6, refillMs: 15_000 };
/** Of what counts, so many are one's own: of whom had the most in the chat, and of the others. */
const FREE_OF_MOST = 1;
const FREE = 2;
/** Who was served so long ago shares the chat with nobody. */
const ACTIVE_MS = 10 * 60_000;
/** However busy the others keep the chat, after this time one entry of everybody goes. */
const PATIENCE_MS = 20_000;

/**
 * Turns within a chat's `budget` of `rate`. The more somebody had lately, the more of the budget
 * their next entries leave to the others who talk there: nothing of it first, then one call, then
 * all but one. So a flood goes out when nobody else has anything to say.
 */
export function createTurns(budget: Budget, { burst }: Rate): Turns {
  const people = new Map<number | undefined, Person>();
  let turns = 0;

  const isShared = (personId: number | undefined, queue: readonly Job[], nowMs: number): boolean =>
    [...people].some(([id, { atMs }]) => id !== personId && nowMs - atMs < ACTIVE_MS) ||
    queue.some((job) => personOf(job) !== personId);

  /** How many calls were made for somebody lately. */
  const lately = ({ share }: Person, nowMs: number): number =>
    Math.max(0, Math.ceil((share.fullAtMs() - nowMs) / SHARE.refillMs));

  const waitMs = (job: Job, queue: readonly Job[], nowMs: number): number => {
    const atOnceMs = budget.waitMs(nowMs, 0);
    const personId = personOf(job);
    const person = people.get(personId);
    if (!person || job.entry.priority === URGENT) return atOnceMs;
    const had = lately(person, nowMs);
    const hasMost = [...people.values()].every((other) => lately(other, nowMs) <= had);
    const reserve = Math.min(burst - 1, had - (hasMost ? FREE_OF_MOST : FREE));
    if (reserve <= 0 || !isShared(personId, queue, nowMs)) return atOnceMs;
    return Math.min(budget.waitMs(nowMs, reserve), Math.max(atOnceMs, patientMs(job, nowMs)));
  };

  /** How much longer somebody can be passed over. */
  const patientMs = (job: Job, nowMs: number): number => {
    const servedMs = people.get(personOf(job))?.atMs ?? 0;
    return Math.max(job.addedAtMs, servedMs) + PATIENCE_MS - nowMs;
  };

  return {
    next(queue, nowMs) {
      const seen = new Set<number | undefined>();
      let best: Candidate | undefined;
      for (const job of queue) {
        const personId = personOf(job);
        if (seen.has(personId)) continue;
        seen.add(personId);
        const turn = people.get(personId)?.turn ?? 0;
        const isOverdue = patientMs(job, nowMs) <= 0;
        const mine = { job, turn, isOverdue, waitMs: waitMs(job, queue, nowMs) };
        if (!best || isBefore(mine, best)) best = mine;
      }
      return best;
    },

    served(job, nowMs) {
      const personId = personOf(job);
      const share = people.get(personId)?.share ?? createBudget(SHARE);
      if (share.waitMs(nowMs, 0) === 0) share.spend(nowMs);
      // Set anew, so that the longest not served stands first.
      people.delete(personId);
      people.set(personId, { turn: (turns += 1), atMs: nowMs, share });
      for (const [id, { atMs }] of people) {
        if (nowMs - atMs < ACTIVE_MS) break;
        people.delete(id);
      }
    },

    isForgotten: (nowMs) => [...people.values()].every(({ atMs }) => nowMs - atMs >= ACTIVE_MS),
  };
}

interface Candidate extends Next {
  readonly turn: number;
  readonly isOverdue: boolean;
}

function isBefore(one: Candidate, other: Candidate): boolean {
  if (one.waitMs !== other.waitMs) return one.waitMs < other.waitMs;
  const { priority } = one.job.entry;
  if (priority !== other.job.entry.priority) return priority < other.job.entry.priority;
  if (one.isOverdue !== other.isOverdue) return one.isOverdue;
  return one.turn < other.turn;
}

/** The one who asked for it; entries of an earlier version do not say. */
function personOf({ entry }: Job): number | undefined {
  return envelopeOf(entry).forId;
}
