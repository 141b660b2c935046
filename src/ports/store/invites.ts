import type { Role } from '#kernel/actor.ts';

/** A way in for one person, once. Its code is not stored: only who holds the link knows it. */
export interface Invite {
  /** Short, for people: it lets nobody in. */
  readonly id: string;
  /** SHA-256 of the code, in hexadecimal. */
  readonly codeHash: string;
  readonly role: Role;
  /** Absent: for every project. */
  readonly project?: string;
  /** Telegram user id; 0: made on the server's command line. */
  readonly createdBy: number;
  /** Milliseconds since the epoch, UTC. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** Invitations that may still be used. */
export interface Invites {
  add(invite: Invite): Promise<void>;
  /** Neither used nor revoked nor expired at `nowMs`, the oldest first. */
  list(nowMs: number): Promise<readonly Invite[]>;
  /** One that nobody has used: the next request to `use` it gets it. */
  find(codeHash: string, nowMs: number): Promise<Invite | undefined>;
  /**
   * Takes it: of several requests one gets it, and the same request, handled again after a crash,
   * gets it again. `undefined`: unknown, expired, revoked, or taken by another request.
   */
  use(codeHash: string, requestId: string, nowMs: number): Promise<Invite | undefined>;
  /** `false` when none of that project (absent: of none in particular) was there to take back. */
  revoke(id: string, project?: string): Promise<boolean>;
  /** Forgets what expired before. */
  prune(beforeMs: number): Promise<void>;
}
