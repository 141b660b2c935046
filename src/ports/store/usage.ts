/** What one turn of the agent used. */
export interface TurnUsage {
  readonly operationId: string;
  readonly actorId: number;
  readonly project: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In millionths of a US dollar; absent when nobody knows the price. */
  readonly costMicroUsd?: number;
  /** Milliseconds since the epoch, UTC. */
  readonly atMs: number;
}

/** What several turns used together. */
export interface UsageSum {
  readonly turns: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the turns whose price is known. */
  readonly costMicroUsd: number;
  /** How many turns have no known price. */
  readonly unpriced: number;
}

/** From `fromMs` on, before `toMs`. */
export interface UsageSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the agent used, turn by turn. */
export interface UsageRecord {
  /** Counts a turn once: of two with one operation the second changes nothing. */
  add(usage: TurnUsage): Promise<void>;
  /** Of one person, of one project, or of everybody. */
  sum(
    span: UsageSpan,
    of?: { readonly actorId?: number; readonly project?: string },
  ): Promise<UsageSum>;
  /** By person; who used most tokens comes first. */
  byActor(
    span: UsageSpan,
    limit: number,
  ): Promise<readonly (UsageSum & { readonly actorId: number })[]>;
  /** By project; the one that used most tokens comes first. */
  byProject(
    span: UsageSpan,
    limit: number,
  ): Promise<readonly (UsageSum & { readonly project: string })[]>;
  /** Forgets turns from before `beforeMs`. */
  prune(beforeMs: number): Promise<void>;
}
