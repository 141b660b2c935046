/** A value that each language writes in its own way. `Say` takes it as the value of a variable. */
export type Quantity =
  /** A size: `1.4 MB`. */
  | { readonly bytes: number }
  /** A duration, no finer than seconds: `3m 5s`. */
  | { readonly elapsedMs: number }
  /** A price: `$0.0123`. */
  | { readonly usd: number }
  /**
   * A moment: `Nov 22, 2026, 10:05 UTC`; of `day` and `time` only that part. With an offset it is
   * that of a reader whose clock is known, and no zone is written.
   */
  | {
      readonly atMs: number;
      readonly show?: 'day' | 'time';
      readonly utcOffsetMinutes?: number;
    };
