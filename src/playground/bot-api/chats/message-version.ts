/** What a message showed, and since when. */
export interface MessageVersion {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}
