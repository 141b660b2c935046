import { randomBytes, timingSafeEqual } from 'node:crypto';
import { ACCESS, type Access, placesTaken, toAccess } from '#kernel/access.ts';
import { type Actor, raise } from '#kernel/actor.ts';
import { sha256 } from '#lib/digest.ts';
import type { Invite } from '#ports/store/invites.ts';
import { inPeopleTurn } from '#ports/store/people-turn.ts';
import type { Store } from '#ports/store/port.ts';
import { isBacked } from '#ports/store/standing.ts';
import type { Request } from './request.ts';

/** Why somebody is not served. */
export type TurnedAway =
  | 'unknown'
  /** Known, but the bot is closed to all but its owners now. */
  | 'closed'
  /** The link they opened is used up, revoked, expired or never was. */
  | 'link-gone'
  /** The link is good, but as many people are let in as may be. */
  | 'full';

/** Who is asking. */
type Identity =
  | { readonly kind: 'known'; readonly actor: Actor; readonly isLinkGone?: true }
  /** Has just become the owner. */
  | { readonly kind: 'claimed'; readonly actor: Actor }
  /** Has just been let in, or further in. */
  | { readonly kind: 'joined'; readonly actor: Actor; readonly invite: Invite }
  | { readonly kind: 'stranger'; readonly why: TurnedAway; readonly stage: Access['stage'] };

/** How long the one-time link makes an owner. */
export const CLAIM_TTL_MS = 10 * 60 * 1_000;

/** Knows people; fails closed. */
export interface Authorizer {
  /** Asked for each request and each tap anew: what was changed a moment ago counts. */
  identify(request: Request): Promise<Identity>;
  /**
   * The code of the one-time link `https://t.me/<bot>?start=<code>`, new at each call and good for
   * `CLAIM_TTL_MS`; `undefined` when there is an owner already.
   */
  openClaim(): Promise<string | undefined>;
}

interface Options {
  readonly store: Pick<Store, 'actors' | 'invites' | 'settings'>;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly now: () => number;
  readonly randomCode?: () => string;
}

/** People from `OWNER_IDS`, from the store, by invitation, or by the link while there is no owner. */
export function createAuthorizer(options: Options): Authorizer {
  const { store, ownerIds, now } = options;
  const randomCode = options.randomCode ?? (() => randomBytes(18).toString('base64url'));
  let claim: { readonly code: string; readonly untilMs: number } | undefined;

  const hasOwner = async (): Promise<boolean> =>
    ownerIds.length > 0 || (await store.actors.list()).some(({ role }) => role === 'owner');

  /** `spent`: it was the one-time link, and is not any more: it is good only while nobody owns us. */
  const claimOf = async (code: string): Promise<'good' | 'spent' | undefined> => {
    if (!claim || !sameSecret(code, claim.code)) return undefined;
    return now() < claim.untilMs && !(await hasOwner()) ? 'good' : 'spent';
  };

  const isFull = async ({ stage, cap }: Access): Promise<boolean> => {
    if (stage !== 'beta') return false;
    const stored = await store.actors.list();
    return placesTaken(stored.filter(({ id }) => !ownerIds.includes(id))) >= cap;
  };

  /** Uses the invitation of `code`, unless it gives nothing that is not there already. */
  const join = async (
    code: string,
    request: Request,
    known: Actor | undefined,
    access: Access,
  ): Promise<Identity | 'link-gone' | 'full' | 'nothing-new'> => {
    const codeHash = sha256(code);
    const offered = await store.invites.find(codeHash, now());
    if (offered && known && raise(known, offered.role, offered.project) === known) {
      return 'nothing-new';
    }
    if (offered && !(await isBacked(offered, store, ownerIds))) return 'link-gone';
    // Only an owner of everything needs no place.
    const needsPlace = offered && (offered.role !== 'owner' || offered.project !== undefined);
    if (needsPlace && !known && (await isFull(access))) return 'full';
    const invite = await store.invites.use(codeHash, request.id, now());
    if (!invite || !(await isBacked(invite, store, ownerIds))) return 'link-gone';
    const { id, name } = request.from;
    const { role, project } = invite;
    const fresh: Actor = {
      id,
      name,
      role: 'viewer',
      ...(project !== undefined && { confined: true }),
    };
    const actor = raise({ ...(known ?? fresh), name }, role, project);
    await store.actors.save(actor);
    return { kind: 'joined', actor, invite };
  };

  const look = async (request: Request, code: string | undefined): Promise<Identity> => {
    const { id, name } = request.from;
    const stored = await store.actors.get(id);
    if (stored && stored.name !== name) await store.actors.rename(id, name);
    const known = stored && { ...stored, name };
    const claimed = code === undefined ? undefined : await claimOf(code);
    if (claimed === 'good') {
      const actor = raise(known ?? { id, name, role: 'viewer' }, 'owner');
      await store.actors.save(actor);
      return { kind: 'claimed', actor };
    }
    const access = toAccess(await store.settings.get(ACCESS));
    const { stage } = access;
    if (known?.role === 'owner') return { kind: 'known', actor: known };
    if (stage === 'alpha') return { kind: 'stranger', why: known ? 'closed' : 'unknown', stage };
    const invited = code?.startsWith(INVITE_PREFIX) ? code.slice(INVITE_PREFIX.length) : undefined;
    const joined = invited === undefined ? undefined : await join(invited, request, known, access);
    if (typeof joined === 'object') return joined;
    if (known) {
      const isGone = joined === 'link-gone' || joined === 'full';
      return { kind: 'known', actor: known, ...(isGone && { isLinkGone: true }) };
    }
    if (joined === 'full') return { kind: 'stranger', why: 'full', stage };
    // Any other word behind /start says nothing: somebody has passed the bot's name on.
    return { kind: 'stranger', why: joined || claimed ? 'link-gone' : 'unknown', stage };
  };

  return {
    async identify(request) {
      const { id, name } = request.from;
      // Never stored: who leaves OWNER_IDS is no owner any more.
      if (ownerIds.includes(id)) return { kind: 'known', actor: { id, name, role: 'owner' } };
      const code = codeOf(request);
      // Who opens a link may be changed by it.
      return code === undefined
        ? look(request, undefined)
        : inPeopleTurn(() => look(request, code));
    },
    async openClaim() {
      if (await hasOwner()) return undefined;
      claim = { code: randomCode(), untilMs: now() + CLAIM_TTL_MS };
      return claim.code;
    },
  };
}

/** What `/start` of an invitation's link begins with. */
const INVITE_PREFIX = 'inv_';

/** What stands behind `/start`, which is what opening a link sends; in a group others would see it. */
function codeOf(request: Request): string | undefined {
  if (request.kind !== 'text' || request.chatKind !== 'private') return undefined;
  if (request.isForwarded) return undefined;
  return /^\/start\s+(\S+)$/u.exec(request.text.trim())?.[1];
}

function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(left)), Buffer.from(sha256(right)));
}
