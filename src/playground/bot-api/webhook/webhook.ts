import type { WebhookInfo } from '@grammyjs/types';
import type { RawArguments } from '../request/arguments.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { UpdateQueue, Waiting } from '../delivery/updates.ts';
import type { WebhookAddress } from './address.ts';
import { methodInAnswer } from './answer.ts';
import { laneOf } from './lane.ts';
import { post, type Posted } from './post.ts';
import { GONE_FOR_MS, retryAfterMs } from './retry.ts';

/** Where and how the updates of a bot are posted. */
export interface WebhookSettings {
  /** As the bot gave it. */
  readonly given: string;
  readonly address: WebhookAddress;
  readonly maxConnections: number;
  readonly secretToken?: string | undefined;
  readonly ip?: string | undefined;
  readonly certificate?: Uint8Array | undefined;
}

/** The webhook of one bot, set or not. */
export interface Webhook {
  settings(): WebhookSettings | undefined;
  /** Posts what waits and what comes, from now on, and to nobody else. */
  set(settings: WebhookSettings): void;
  /** Posts nothing more; what was not confirmed waits on. */
  close(): void;
  /** What `getWebhookInfo` tells of deliveries. */
  lastError(): Pick<WebhookInfo, 'last_error_date' | 'last_error_message'>;
}

/** What a webhook works with. */
interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly updates: UpdateQueue;
  /** Makes the call that the bot put into its answer. */
  readonly call: (method: string, raw: RawArguments) => void;
}

/** After that long without a success one connection at a time must do ([S] create_new_connections). */
const ALIVE_MS = 10_000;

/** How often an update failed, and when it is tried again. */
interface Attempt {
  fails: number;
  delaySeconds: number;
  nextMs: number;
}

/** None is set. */
export function webhookOf({ clock, random, updates, call }: Surroundings): Webhook {
  let settings: WebhookSettings | undefined;
  let hangUp = new AbortController();
  let wakeLater = (): void => undefined;
  let leave = (): void => undefined;
  let error: { readonly atMs: number; readonly message: string } | undefined;
  let goneSinceMs: number | undefined;
  let lastSuccessMs = -Infinity;
  let attempts = new WeakMap<Waiting, Attempt>();
  const busy = new Set<string>();

  const attemptOf = (entry: Waiting): Attempt => {
    const attempt = attempts.get(entry) ?? { fails: 0, delaySeconds: 1, nextMs: 0 };
    attempts.set(entry, attempt);
    return attempt;
  };
  const pump = (): void => {
    wakeLater();
    if (!settings?.address.isReached) return;
    const isAlive = clock.now() - lastSuccessMs <= ALIVE_MS;
    const connections = isAlive ? settings.maxConnections : 1;
    let nextMs = Infinity;
    for (const entry of firstOfEachLane(settings.maxConnections)) {
      if (busy.size >= connections) break;
      const lane = laneOf(entry);
      const dueMs = attemptOf(entry).nextMs;
      if (busy.has(lane)) continue;
      if (dueMs > clock.now()) nextMs = Math.min(nextMs, dueMs);
      else clock.busy(deliver(settings, entry, lane));
    }
    if (nextMs < Infinity) wakeLater = clock.after(nextMs - clock.now(), pump);
  };
  /** Telegram looks no further ahead than at twice as many updates as there may be connections. */
  const firstOfEachLane = (maxConnections: number): Waiting[] => {
    const lanes = new Map<string, Waiting>();
    for (const entry of updates.waiting().slice(0, 2 * maxConnections))
      if (!lanes.has(laneOf(entry))) lanes.set(laneOf(entry), entry);
    return [...lanes.values()];
  };
  const deliver = async (to: WebhookSettings, entry: Waiting, lane: string): Promise<void> => {
    busy.add(lane);
    const { signal } = hangUp;
    const posted = await post(clock, toPost(to, entry), signal);
    // Another webhook, or none, was set meanwhile: it starts with all that was not confirmed.
    if (signal.aborted) return;
    busy.delete(lane);
    if (posted.kind === 'answer' && posted.status >= 200 && posted.status <= 299)
      succeed(entry, posted);
    else fail(entry, posted);
    pump();
  };
  const succeed = (entry: Waiting, posted: Posted & { kind: 'answer' }): void => {
    lastSuccessMs = clock.now();
    goneSinceMs = undefined;
    updates.remove(entry);
    const called = methodInAnswer(posted.contentType, posted.body);
    if (called) call(called.method, called.raw);
  };
  const fail = (entry: Waiting, posted: Posted): void => {
    const isGone = posted.kind === 'answer' && posted.status === 410;
    goneSinceMs = isGone ? (goneSinceMs ?? clock.now()) : undefined;
    error = { atMs: clock.now(), message: toMessage(posted) };
    if (goneSinceMs !== undefined && clock.now() > goneSinceMs + GONE_FOR_MS) return close();
    const attempt = attemptOf(entry);
    const waitMs = retryAfterMs(attempt, posted.kind === 'answer' ? posted.retryAfter : 0, random);
    attempt.fails += 1;
    attempt.nextMs = clock.now() + waitMs;
    if (attempt.nextMs > entry.expiresAtMs) updates.remove(entry);
  };
  const close = (): void => {
    settings = undefined;
    error = undefined;
    goneSinceMs = undefined;
    hangUp.abort();
    wakeLater();
    leave();
    busy.clear();
  };

  return {
    settings: () => settings,
    set(fresh) {
      close();
      hangUp = new AbortController();
      settings = fresh;
      lastSuccessMs = -Infinity;
      attempts = new WeakMap();
      leave = updates.subscribe(pump);
      pump();
    },
    close,
    lastError: () =>
      error
        ? { last_error_date: Math.floor(error.atMs / 1_000), last_error_message: error.message }
        : {},
  };
}

function toPost({ address, secretToken, ip, certificate }: WebhookSettings, { update }: Waiting) {
  return { url: address.url, body: JSON.stringify(update), secretToken, ip, certificate };
}

function toMessage(posted: Posted): string {
  if (posted.kind === 'error') return posted.message;
  return `Wrong response from the webhook: ${posted.status} ${posted.reason}`;
}
