import type { Actor } from './actor.ts';
import type { Button } from './card.ts';
import type { Language, Say } from './language.ts';

/**
 * How far the bot is opened: to its owners (`alpha`), to whom was invited (`beta`), or to everybody
 * who asks and whom an owner lets in (`public`).
 */
export type Stage = 'alpha' | 'beta' | 'public';

/** Every stage, from the narrowest to the widest. */
export const STAGES: readonly Stage[] = ['alpha', 'beta', 'public'];

/** Who is let in. */
export interface Access {
  readonly stage: Stage;
  /** Places while the stage is `beta`: with as many people besides the owners, no invitation lets in. */
  readonly cap: number;
}

/** The setting that holds an `Access`. */
export const ACCESS = 'access';

const DEFAULT: Access = { stage: 'beta', cap: 10 };

/** What the setting says; what makes no sense closes the bot to all but its owners. */
export function toAccess(stored: unknown): Access {
  if (stored === undefined || stored === null) return DEFAULT;
  const { stage, cap } = stored as { readonly stage?: unknown; readonly cap?: unknown };
  const known = STAGES.find((each) => each === stage);
  const isCap = typeof cap === 'number' && Number.isInteger(cap) && cap >= 0;
  return known && isCap ? { stage: known, cap } : { ...DEFAULT, stage: 'alpha' };
}

/** How many places `people` take: everybody but the owners does, by whatever way they came in. */
export function placesTaken(people: readonly Pick<Actor, 'role'>[]): number {
  return people.filter(({ role }) => role !== 'owner').length;
}

/** Somebody unknown who asks to be let in. */
export interface AccessRequest {
  /** Telegram user id. */
  readonly id: number;
  /** Untrusted. */
  readonly name: string;
  readonly language: Language;
  readonly askedAtMs: number;
  /** What an owner has decided, while it is being done: also after a crash it is that. */
  readonly decided?: { readonly word: AccessDecision; readonly by: string };
  /** An owner said no. */
  readonly isRefused?: boolean;
}

/** What an owner can answer to an `AccessRequest`. */
export type AccessDecision = 'viewer' | 'developer' | 'refuse';

/** Rows of buttons for `request`: a tap lets them in with a role, or does not. */
export function accessButtons(
  { id, askedAtMs }: AccessRequest,
  say: Say,
): readonly (readonly Button[])[] {
  const button = (word: AccessDecision): Button => ({
    label: say(`access-button-${word}`),
    command: 'admit',
    words: [String(id), word, String(askedAtMs)],
    style: word === 'refuse' ? 'danger' : 'success',
  });
  return [[button('viewer'), button('developer')], [button('refuse')]];
}

/** The setting that holds `readonly AccessRequest[]`, the oldest first. */
export const ACCESS_REQUESTS = 'access-requests';

/** What the setting says; nothing is as good as none. */
export function toAccessRequests(stored: unknown): readonly AccessRequest[] {
  return Array.isArray(stored) ? (stored as readonly AccessRequest[]) : [];
}

/** The key of the card that asks an owner about `request`. */
export function accessCardKey({ id, askedAtMs }: AccessRequest, ownerId: number): string {
  return `access-${id}-${askedAtMs}-${ownerId}`;
}
