/** Whether a request may pass, and if not, when to come back and whether the person was told before. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number; readonly told: boolean };

/** Asked for each request of a person; `groupId`: made in a group; `sentAtMs`: when, if that is known. */
export type Limiter = (actorId: number, groupId?: number, sentAtMs?: number) => Verdict;

interface Bucket {
  tokens: number;
  atMs: number;
  /** Whom, since the bucket was last half full: a single request that may pass ends no flood. */
  told: readonly number[];
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
 * silence until half of the burst is back. What was sent over hours and is read at once, such as
 * after the bot was away, counts for when it was sent.
 */
export function createLimiter(
  now: () => number,
  person: Limit = PERSON,
  group: Limit = GROUP,
  inGroup: Limit = IN_GROUP,
): Limiter {
  const people = createBuckets(person);
  const groups = createBuckets(group);
  const peopleInGroups = createBuckets(inGroup);
  const activeIn = createActivity();
  return (actorId, groupId, sentAtMs = Infinity) => {
    // Nobody sends from the future: there only the clocks differ.
    const asks = { actorId, atMs: Math.min(now(), sentAtMs) };
    if (groupId === undefined) return people(actorId, asks);
    // What the person may not do here must count neither elsewhere nor against the others.
    const sharers = activeIn(groupId, asks);
    const here = peopleInGroups(`${groupId}:${actorId}`, asks, sharers);
    const anywhere = here.kind === 'pass' ? people(actorId, asks) : here;
    return anywhere.kind === 'pass' ? groups(groupId, asks) : anywhere;
  };
}

interface Asks {
  readonly actorId: number;
  readonly atMs: number;
}

/** Notes that somebody asks in a group; tells how many did within a minute, that one included. */
function createActivity(): (groupId: number, asks: Asks) => number {
  const groups = new Map<number, Map<number, number>>();
  return (groupId, { actorId, atMs }) => {
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
  limit: Limit,
): (id: number | string, asks: Asks, sharers?: number) => Verdict {
  const buckets = new Map<number | string, Bucket>();

  return (id, { actorId, atMs: askedAtMs }, sharers = 1) => {
    const perMs = limit.perMinute / 60_000 / sharers;
    const old = buckets.get(id) ?? { tokens: limit.burst, atMs: askedAtMs, told: [] };
    buckets.delete(id);
    // What comes late must not make the bucket count the same time twice.
    const atMs = Math.max(old.atMs, askedAtMs);
    const tokens = Math.min(limit.burst, old.tokens + (atMs - old.atMs) * perMs);
    const pass = tokens >= 1;
    const before = tokens < limit.burst / 2 ? old.told : [];
    const told = before.includes(actorId);
    const after = pass || told ? before : [...before, actorId];
    buckets.set(id, { tokens: pass ? tokens - 1 : tokens, atMs, told: after });
    const oldest = buckets.keys().next();
    if (buckets.size > MAX_BUCKETS && !oldest.done) buckets.delete(oldest.value);
    if (pass) return { kind: 'pass' };
    return { kind: 'wait', seconds: Math.ceil((1 - tokens) / perMs / 1_000), told };
  };
}
