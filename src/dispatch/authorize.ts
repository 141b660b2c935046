import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Actor } from '#kernel/actor.ts';
import type { Store } from '#ports/store/port.ts';
import type { Request } from './request.ts';

/** Who is asking: somebody known, somebody who has just become the owner, or nobody we serve. */
type Identity =
  | { readonly kind: 'known'; readonly actor: Actor }
  | { readonly kind: 'claimed'; readonly actor: Actor }
  | { readonly kind: 'stranger' };

/** How long the one-time link makes an owner. */
export const CLAIM_TTL_MS = 10 * 60 * 1_000;

/** Knows people; fails closed. */
export interface Authorizer {
  identify(request: Request): Promise<Identity>;
  /**
   * The code of the one-time link `https://t.me/<bot>?start=<code>`, new at each call and good for
   * `CLAIM_TTL_MS`; `undefined` when there is an owner already.
   */
  openClaim(): Promise<string | undefined>;
}

interface Options {
  readonly store: Pick<Store, 'actors'>;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly now: () => number;
  readonly randomCode?: () => string;
}

/** People from `OWNER_IDS`, from the store, or by the one-time link while there is no owner. */
export function createAuthorizer(options: Options): Authorizer {
  const { store, ownerIds, now } = options;
  const randomCode = options.randomCode ?? (() => randomBytes(18).toString('base64url'));
  let claim: { readonly code: string; readonly untilMs: number } | undefined;

  const claims = (request: Request): boolean => {
    if (!claim || request.kind !== 'text' || request.chatKind !== 'private') return false;
    const code = /^\/start\s+(\S+)$/u.exec(request.text.trim())?.[1];
    return code !== undefined && now() < claim.untilMs && sameSecret(code, claim.code);
  };

  return {
    async identify(request) {
      const { id, name } = request.from;
      const known = await store.actors.get(id);
      // Never stored: who leaves OWNER_IDS is no owner any more.
      if (ownerIds.includes(id)) return { kind: 'known', actor: { id, name, role: 'owner' } };
      if (known) {
        if (known.name !== name) await store.actors.save({ ...known, name });
        return { kind: 'known', actor: { ...known, name } };
      }
      if (!claims(request)) return { kind: 'stranger' };
      claim = undefined;
      const actor: Actor = { id, name, role: 'owner' };
      await store.actors.save(actor);
      return { kind: 'claimed', actor };
    },
    async openClaim() {
      const owners = (await store.actors.list()).filter((actor) => actor.role === 'owner');
      if (ownerIds.length > 0 || owners.length > 0) return undefined;
      claim = { code: randomCode(), untilMs: now() + CLAIM_TTL_MS };
      return claim.code;
    },
  };
}

function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
