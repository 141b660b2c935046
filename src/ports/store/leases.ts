/** Who may do a thing just now, among several who could. Expired leases are anybody's. */
export interface Leases {
  /**
   * Resolves with a token higher than every one given before, whatever the name; `undefined`
   * while another holder has it. Whoever holds it already gets a new token, and the old one ends.
   */
  acquire(
    name: string,
    holder: string,
    ttlMs: number,
  ): Promise<{ readonly token: number } | undefined>;
  /** `false` when it has ended: released or taken over. One that only expired may come back. */
  renew(name: string, token: number, ttlMs: number): Promise<boolean>;
  /** Nothing happens when `token` does not hold it any more. */
  release(name: string, token: number): Promise<void>;
}
