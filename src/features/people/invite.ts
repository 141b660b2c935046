import { randomBytes } from 'node:crypto';
import type { Role } from '#kernel/actor.ts';
import type { Words } from '#kernel/command.ts';
import { sha256 } from '#lib/digest.ts';
import { durationMs } from '#lib/when.ts';
import type { Invite } from '#ports/store/invites.ts';
import type { Store } from '#ports/store/port.ts';

/** What is wished of an invitation. */
export interface InviteWish {
  readonly role: Role;
  /** Absent: for every project. */
  readonly project?: string;
  readonly createdBy: number;
  readonly ttlMs: number;
}

/** How long an invitation is good unless it says otherwise. */
export const INVITE_TTL_MS = 24 * 60 * 60 * 1_000;

/** How long one may be good: a link that lies around is a door. */
const MAX_TTL_MS = 30 * 24 * 60 * 60 * 1_000;
const MIN_TTL_MS = 60 * 1_000;
/** Used and expired ones are kept for a while, so that a request that is handled again is answered. */
const KEEP_MS = 24 * 60 * 60 * 1_000;

/** Stores an invitation; `code` is known to nobody but the caller from then on. */
export async function makeInvite(
  store: Pick<Store, 'invites'>,
  { role, project, createdBy, ttlMs }: InviteWish,
  now: () => number,
): Promise<{ readonly invite: Invite; readonly code: string }> {
  const code = randomBytes(16).toString('hex');
  const createdAtMs = now();
  const invite: Invite = {
    id: randomBytes(4).toString('hex'),
    codeHash: sha256(code),
    role,
    ...(project !== undefined && { project }),
    createdBy,
    createdAtMs,
    expiresAtMs: createdAtMs + ttlMs,
  };
  await store.invites.prune(createdAtMs - KEEP_MS);
  await store.invites.add(invite);
  return { invite, code };
}

/** What opens the bot with the code; without the bot's name, what to send it. */
export function inviteLink(code: string, botName: string | undefined): string {
  return botName === undefined ? `/start inv_${code}` : `https://t.me/${botName}?start=inv_${code}`;
}

/** What stands behind the role: `my-bot 24h`, `all`, `24h`. A time alone names no project. */
export function scopeOf({ words: [, second, third] }: Pick<Words, 'words'>): {
  readonly project: string | undefined;
  readonly ttlWord: string | undefined;
  readonly isAsked: boolean;
  /** Every project was asked for by its word. */
  readonly isAll: boolean;
} {
  const none = { project: undefined, ttlWord: undefined, isAsked: false, isAll: false };
  if (second === undefined) return none;
  if (toTtlMs(second) !== undefined && third === undefined) {
    return { ...none, ttlWord: second, isAsked: true };
  }
  const isAll = second === 'all';
  return { project: isAll ? undefined : second, ttlWord: third, isAsked: true, isAll };
}

/** The time that `30m`, `24h` or `7d` means; `undefined` for anything else and beyond 30 days. */
export function toTtlMs(word: string): number | undefined {
  const ttlMs = durationMs(word);
  if (ttlMs === undefined) return undefined;
  return ttlMs >= MIN_TTL_MS && ttlMs <= MAX_TTL_MS ? ttlMs : undefined;
}
