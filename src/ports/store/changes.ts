import type { Party } from '#ports/forge/port.ts';

/** How far a change is. */
export type ChangeState = 'open' | 'merged' | 'closed';

/** A proposed branch, kept here because no forge keeps it. Its texts are untrusted. */
export interface StoredChange {
  readonly project: string;
  /** Counts from 1 in each project. */
  readonly number: number;
  readonly source: string;
  readonly target: string;
  /** The last commit of the source, as it was seen last. */
  readonly head: string;
  readonly title: string;
  readonly description: string;
  readonly author: Party;
  readonly state: ChangeState;
  /** Who merged or closed it. */
  readonly endedBy?: Party;
  /** The commit on the target. */
  readonly mergedAs?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What somebody said about a change. */
export interface StoredRemark {
  /** Of one key there is one remark in a change. */
  readonly key: string;
  readonly kind: 'comment' | 'approve' | 'request-changes';
  readonly by: Party;
  readonly text: string;
  /** What the change was when it was said. */
  readonly atSha: string;
  readonly path?: string;
  readonly line?: number;
  readonly atMs: number;
}

/** Changes of projects that no forge keeps; they go with their project. */
export interface Changes {
  /**
   * Gives it the next number of the project. Of a source and a target one is open at a time: then
   * it comes back, and nothing changes.
   */
  open(
    change: Omit<StoredChange, 'number' | 'state' | 'endedBy' | 'mergedAs' | 'updatedAtMs'>,
  ): Promise<{ readonly isNew: boolean; readonly change: StoredChange }>;
  get(project: string, number: number): Promise<StoredChange | undefined>;
  /** The newest first; those that are open before the others. */
  list(project: string, limit: number): Promise<readonly StoredChange[]>;
  /** Of an open change. */
  setHead(project: string, number: number, head: string, atMs: number): Promise<void>;
  /**
   * `false`: it is in none of the states `from`, or, opened again, another one of its source and
   * target is open. Then nothing changes.
   */
  setState(
    project: string,
    number: number,
    change: {
      readonly from: readonly ChangeState[];
      readonly to: ChangeState;
      readonly by?: Party;
      readonly mergedAs?: string;
      readonly atMs: number;
    },
  ): Promise<boolean>;
  /** `false` when one of that key is there, or no such change. */
  addRemark(project: string, number: number, remark: StoredRemark): Promise<boolean>;
  /** In the order of adding. */
  remarks(project: string, number: number): Promise<readonly StoredRemark[]>;
}
