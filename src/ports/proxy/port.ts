/** Where a release answers: on loopback, or wherever the machine reaches it. */
export interface Upstream {
  /** Such as `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
}

/**
 * The way from people to releases: one per machine. It outlives the bot and its releases, and keeps
 * for each route the address that it gave it once.
 *
 * A route is named like the target: `<project>/<environment>`.
 */
export interface Proxy {
  /**
   * Leads new requests of the route to `upstreams[0]`; where it cannot be connected to, to the next
   * one. Where there is none, who asks is told that nothing runs. What is under way ends where it
   * began. Resolves with the address, which the first call chooses: `http://<host>:<port>`.
   */
  route(name: string, upstreams: readonly Upstream[]): Promise<string>;
  /** The address and where it leads; `undefined` when there is no such route. */
  find(
    name: string,
  ): Promise<{ readonly address: string; readonly upstreams: readonly Upstream[] } | undefined>;
  /** Resolves when no request is under way to the upstream any more, at the latest after `limitMs`. */
  drained(upstream: Upstream, limitMs: number): Promise<void>;
  /** Gives the address up. Nothing happens when there is no such route. */
  forget(name: string): Promise<void>;
}
