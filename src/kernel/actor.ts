/** What a person may do, from least to most. Global, or narrower for one project later. */
export type Role = 'viewer' | 'developer' | 'releaser' | 'owner';

const ORDER: readonly Role[] = ['viewer', 'developer', 'releaser', 'owner'];

/** A Telegram user known to the bot. */
export interface Actor {
  /** Telegram user id. */
  readonly id: number;
  /** As Telegram shows it; untrusted text. */
  readonly name: string;
  readonly role: Role;
}

/** Says whether `actor` may do what needs at least `least`. */
export function hasRole(actor: Actor, least: Role): boolean {
  return ORDER.indexOf(actor.role) >= ORDER.indexOf(least);
}
