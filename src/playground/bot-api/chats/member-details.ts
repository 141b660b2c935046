import type { ChatAdministratorRights, ChatPermissions } from '@grammyjs/types';

/** How somebody stands to a group. */
export type Membership = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

/** What is known of a member beyond how they stand to the group. */
export interface MemberDetails {
  /** Of an administrator. */
  readonly rights?: ChatAdministratorRights;
  /** Of an administrator: the bot or person who made them one. */
  readonly promotedBy?: number;
  readonly title?: string;
  /** Of somebody restricted, also after they left: what they may still do. */
  readonly permissions?: Required<ChatPermissions>;
  /** Seconds since the epoch, when a ban or a restriction ends; 0 is never. */
  readonly untilDate?: number;
}
