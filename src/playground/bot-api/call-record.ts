/** One call of a bot, answered or not. */
export interface CallRecord {
  /** As declared, whatever case the call used. */
  readonly method: string;
  readonly botId: number;
  /** Uploads appear as their name and size. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly error?: { readonly code: number; readonly description: string };
  /** The connection died by a fault; `ok` says whether the call took effect. */
  readonly isDropped?: true;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
