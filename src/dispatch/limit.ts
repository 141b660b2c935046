/** Says whether a request may pass, and if not, when to come back and whether that was said before. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number; readonly told: boolean };

interface Bucket {
  tokens: number;
  atMs: number;
  /** Since the bucket was last half full: a single request that may pass ends no flood. */
  told: boolean;
}

/** Requests at once, and per minute in the long run. */
interface Limit {
  readonly burst: number;
  readonly perMinute: number;
}

/** Of one person. */
const PERSON: Limit = { burst: 20, perMinute: 40 };
/**
 * Of one person in one group, so that the 20 messages a minute are not all theirs; what comes after
 * the burst is shared by everybody who asked there within a minute.
 */
const IN_GROUP: Limit = { burst: 6, perMinute: 12 };
const ACTIVE_MS = 60_000;
/** Of everybody in one group together: Telegram lets a bot send 20 messages a minute there. */
const GROUP: Limit = { burst: 40, perMinute: 60 };

/** Buckets that are remembered; beyond that the longest untouched is forgotten. */
const MAX_BUCKETS = 10_000;

/**
 * A token bucket per person, one per person in a group, and one per group. Who may not pass is told so once, and then waits in
 * silence until they have paused for half of the burst; a group is told once, whoever writes.
 */
export function createLimiter(
  now: () => number,
  person: Limit = PERSON,
  group: Limit = GROUP,
  inGroup: Limit = IN_GROUP,
): (actorId: number, groupId?: number) => Verdict {
  const people = createBuckets(now, person);
  const groups = createBuckets(now, group);
  const peopleInGroups = createBuckets(now, inGroup);
  const activeIn = createActivity(now);
  return (actorId, groupId) => {
    if (groupId === undefined) return people(actorId);
    // What the person may not do here must count neither elsewhere nor against the others.
    const here = peopleInGroups(`${groupId}:${actorId}`, activeIn(groupId, actorId));
    const anywhere = here.kind === 'pass' ? people(actorId) : here;
    return anywhere.kind === 'pass' ? groups(groupId) : anywhere;
  };
}

/** Notes that somebody asks in a group; tells how many did within a minute, that one included. */
function createActivity(now: () => number): (groupId: number, actorId: number) => number {
  const groups = new Map<number, Map<number, number>>();
  return (groupId, actorId) => {
    const atMs = now();
    const people = (groups.get(groupId) ?? new Map<number, number>()).set(actorId, atMs);
    for (const [id, lastMs] of people) if (atMs - lastMs >= ACTIVE_MS) people.delete(id);
    groups.delete(groupId);
    groups.set(groupId, people);
    const oldest = groups.keys().next();
    if (groups.size > MAX_BUCKETS && !oldest.done) groups.delete(oldest.value);
    return people.size;
  };
}

/** `sharers`: among how many what comes back after the burst is divided. */
function createBuckets(
  now: () => number,
  limit: Limit,
): (id: number | string, sharers?: number) => Verdict {
  const buckets = new Map<number | string, Bucket>();

  return (id, sharers = 1) => {
    const perMs = limit.perMinute / 60_000 / sharers;
    const atMs = now();
    const old = buckets.get(id) ?? { tokens: limit.burst, atMs, told: false };
    buckets.delete(id);
    const tokens = Math.min(limit.burst, old.tokens + (atMs - old.atMs) * perMs);
    const pass = tokens >= 1;
    const told = old.told && tokens < limit.burst / 2;
    buckets.set(id, { tokens: pass ? tokens - 1 : tokens, atMs, told: told || !pass });
    const oldest = buckets.keys().next();
    if (buckets.size > MAX_BUCKETS && !oldest.done) buckets.delete(oldest.value);
    if (pass) return { kind: 'pass' };
    return { kind: 'wait', seconds: Math.ceil((1 - tokens) / perMs / 1_000), told };
  };
}
