/** What one person thinks of what one operation did. */
export interface Vote {
  readonly operationId: string;
  readonly actorId: number;
  readonly actorName: string;
  /** Kind of the operation: `turn`, … */
  readonly kind: string;
  readonly project?: string;
  readonly vote: 'up' | 'down';
  readonly comment?: string;
  /** Of the newest vote or comment; milliseconds since the epoch. */
  readonly atMs: number;
}

/** Votes: one of a person for an operation. They stay when the operation is forgotten. */
export interface Feedback {
  /** Adds the vote or changes it; a comment that is there stays unless a new one comes. */
  vote(vote: Vote): Promise<void>;
  get(operationId: string, actorId: number): Promise<Vote | undefined>;
  /** The newest first. */
  list(filter: {
    readonly sinceMs?: number;
    /** `true`: only those with a comment. */
    readonly commented?: boolean;
    readonly limit: number;
  }): Promise<readonly Vote[]>;
  /** How many there are by kind and vote, since `sinceMs`. */
  counts(
    sinceMs: number,
  ): Promise<
    readonly { readonly kind: string; readonly vote: 'up' | 'down'; readonly count: number }[]
  >;
}
