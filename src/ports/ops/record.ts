import type { Json, Store } from '#ports/store/port.ts';
import type { Person } from './port.ts';

/** What an operation has proposed and nobody has merged or dropped yet. */
export interface Proposal {
  readonly operationId: string;
  readonly project: string;
  readonly environment: string;
  readonly sha: string;
  /** What was in force when it was proposed. */
  readonly base: string;
  readonly by: Person;
  readonly reason: string;
}

/** What the bot remembers of the ops repository, out of reach of whoever can push there. */
export interface OpsRecord {
  /** What is in force. */
  readonly accepted: string;
  /**
   * The commit that is being put on the branch. Found there after a crash it is in force: the crash
   * came after the branch had moved.
   */
  readonly making?: string;
  /** What was in force and is not in the repository any more. */
  readonly lost?: string;
  readonly proposals: readonly Proposal[];
}

/** The setting that holds it. */
const NAME = 'ops';

/** Keeps the record in the settings of the store. */
export function opsRecord(settings: Store['settings']): {
  get(): Promise<OpsRecord | undefined>;
  set(record: OpsRecord): Promise<void>;
} {
  return {
    async get() {
      return ((await settings.get(NAME)) ?? undefined) as OpsRecord | undefined;
    },
    async set({ making, lost, ...record }) {
      const kept = {
        ...record,
        ...(making !== undefined && { making }),
        ...(lost !== undefined && { lost }),
      };
      await settings.set(NAME, kept as unknown as Json);
    },
  };
}
