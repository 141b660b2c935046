/** One complete backup. */
export interface Backup {
  /** Sorts by time, such as `2026-11-22T10-00-00Z`. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** Of what is stored, compressed. */
  readonly sizeBytes: number;
  readonly files: number;
  /** What of the projects could not be read or stored; absent when all of it is there. */
  readonly leftOut?: { readonly count: number; readonly example: string };
}

/** Keeps copies of everything the bot and its projects could not be rebuilt without. */
export interface Backups {
  /**
   * Makes a backup while the bot works, reads it back and resolves once it is complete. One that
   * was cut off is not listed and not kept. While one is being made, another call joins it.
   * Rejects soon after `signal` is aborted.
   * @throws {Fault} `backup-failed`
   */
  create(options?: { readonly signal?: AbortSignal }): Promise<Backup>;
  /** Complete ones, the newest first. One whose description is broken is as if it were not there. */
  list(): Promise<readonly Backup[]>;
  /** Reads every byte of it. @throws {Fault} `backup-failed`: unknown, incomplete or damaged */
  verify(id: string): Promise<Backup>;
  /**
   * Puts everything back as it was, verified first. What stands there now is moved aside; resolves
   * with where. Nothing may run on it meanwhile. Cut off halfway, it is repeated by another call.
   * @throws {Fault} `backup-failed`
   */
  restore(id: string): Promise<{ readonly movedTo: string }>;
  /** Removes all but the newest `keep` (0: none); resolves with how many it removed. */
  prune(keep: number): Promise<number>;
}
