/** How a download ended. */
export type DownloadOutcome =
  /** `file`: absolute path of what came; it stays until `discard`. */
  | { readonly kind: 'done'; readonly file: string; readonly sizeBytes: number }
  /** Larger than Telegram hands to bots, or than was allowed. */
  | { readonly kind: 'too-big' }
  /** Telegram does not know the file, or no more. */
  | { readonly kind: 'gone' }
  /**
   * It did not work, several times. `reason` is one word, without addresses: `local-file` where a file
   * lies at the server and is not ours to read, `disk-full` where there is no room here.
   */
  | { readonly kind: 'failed'; readonly reason: string };

/** Gets files that people sent. */
export interface Downloads {
  /** `mostBytes`: what Telegram hands out at most. `isLocal`: over a Bot API server of one's own. */
  readonly limits: { readonly mostBytes: number; readonly isLocal: boolean };
  /**
   * Downloads a file, again and from where it broke off when the line breaks. The same `key`, after
   * a restart too, goes on with the same one. Rejects only when `signal` is aborted.
   */
  fetch(
    key: string,
    file: { readonly fileId: string; readonly sizeBytes?: number },
    signal: AbortSignal,
  ): Promise<DownloadOutcome>;
  /** Forgets what came under that key. */
  discard(key: string): Promise<void>;
}
