import type { Store } from '#ports/store/port.ts';
import type { After } from './timers.ts';

/** A lease that is kept alive until it is released or lost. */
export interface HeldLease {
  readonly token: number;
  release(): Promise<void>;
}

interface Options {
  readonly leases: Store['leases'];
  readonly holder: string;
  readonly ttlMs: number;
  readonly after: After;
  readonly log: (message: string, details: object) => void;
}

/** Told while a lease is held. */
interface LeaseEvents {
  /** It was renewed: a good moment to look at what others have left for us. */
  renewed(): void;
  /** Another may have it now. */
  lost(): void;
}

/** How often a lease is renewed within its time. */
const RENEWALS_PER_TTL = 3;

/** Takes the lease and renews it; `undefined` while another holds it. */
export async function holdLease(
  name: string,
  { leases, holder, ttlMs, after, log }: Options,
  events: LeaseEvents,
): Promise<HeldLease | undefined> {
  const lease = await leases.acquire(name, holder, ttlMs);
  if (!lease) return undefined;
  const { token } = lease;
  let over = false;
  let cancel = (): void => undefined;

  const renew = async (): Promise<void> => {
    // A store that fails just now is no loss yet; the fence keeps us honest meanwhile.
    const held = await leases.renew(name, token, ttlMs).catch((error: unknown) => {
      log('a lease could not be renewed', { lease: name, error });
      return undefined;
    });
    if (over) return;
    if (held === false) {
      over = true;
      return events.lost();
    }
    if (held) events.renewed();
    arm();
  };
  const arm = (): void => {
    cancel = after(ttlMs / RENEWALS_PER_TTL, () => void renew());
  };
  arm();

  return {
    token,
    async release() {
      over = true;
      cancel();
      await leases.release(name, token).catch((error: unknown) => {
        log('a lease could not be released; it expires', { lease: name, error });
      });
    },
  };
}
