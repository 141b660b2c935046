import type { Inbox, InboxUpdate, Json } from '#ports/store/port.ts';
import type { BotApi, Outcome } from '../api.ts';
import { backoffMs, pause, type Clock } from '../clock.ts';
import type { Limits } from '../limits.ts';
import { errorFields, type Log } from '../log.ts';

/**
 * How the intake is doing. `conflict`: somebody else polls with our token. `deaf`: Telegram answers,
 * but not our polls.
 */
export type IntakeState =
  | 'starting'
  | 'polling'
  | 'conflict'
  | 'unauthorized'
  | 'unreachable'
  | 'deaf';

/** What the operator can do about a state, where there is something. */
export const INTAKE_ADVICE: Readonly<Partial<Record<IntakeState, string>>> = {
  conflict:
    'Another program receives the messages of this bot with the same token. Stop that program; if you do not know it, send /revoke to @BotFather and set the new TELEGRAM_BOT_TOKEN.',
  unauthorized:
    'Telegram refuses the token. Set TELEGRAM_BOT_TOKEN to the one that @BotFather shows for this bot.',
  deaf: 'Telegram answers, but its long polls do not come through. Look for a proxy or firewall that cuts idle connections.',
};

interface PollerOptions {
  readonly api: BotApi;
  readonly inbox: Inbox;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes over stored updates. */
  readonly accept: (updates: readonly InboxUpdate[]) => void;
  readonly report: (state: IntakeState) => void;
}

/** Other kinds are not asked for; edits are, so that Telegram's default set cannot surprise us. */
const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
];
/** An empty answer faster than this is a server that does not hold polls: it is not asked at once. */
const SUSPICIOUSLY_FAST_MS = 50;
/** How long we leave the token to another poller that has ended our poll. */
export const CONFLICT_PAUSE_MS = 3_000;
/** Two pollers take turns for hours: the log is told once, and again when it went well this long. */
const CALM_MS = 10 * 60_000;
const PROBE_TIMEOUT_MS = 10_000;
const HANGS = 'the poll hangs';

/**
 * Asks for updates until `signal` aborts, rarely while Telegram refuses the token. A batch is stored before
 * the next one is asked for: only that tells Telegram that it arrived.
 */
export async function poll(options: PollerOptions, signal: AbortSignal): Promise<void> {
  const { api, inbox, limits, clock, log, accept, report } = options;
  // Kept here: after a quiet week Telegram starts over with lower ids, which the store's offset,
  // that only grows, would never confirm.
  let offset: number | undefined;
  // The first poll, and the first after trouble, is not held: it shows at once how things are.
  let mayHold = false;
  let failures = 0;
  let isRefused = false;
  let conflictAtMs = -Infinity;
  while (!signal.aborted) {
    const askedAtMs = clock.now();
    const wasHeld = mayHold;
    const step = await ask().catch((error: unknown): Step => {
      log.error(errorFields(error), 'updates cannot be stored');
      return 'failed';
    });
    if (step === 'stop') return;
    isRefused = step === 'unauthorized';
    mayHold = step === 'fresh' || step === 'empty';
    failures = mayHold ? 0 : failures + 1;
    if (step === 'empty' && wasHeld && clock.now() - askedAtMs < SUSPICIOUSLY_FAST_MS)
      await pause(clock, limits.retryMs, signal);
    if (step === 'conflict')
      await pause(clock, Math.min(CONFLICT_PAUSE_MS, limits.maxRetryMs), signal);
    if (isRefused) await pause(clock, limits.unauthorizedMs, signal);
    else if (failures > 0) await pause(clock, backoffMs(limits, failures), signal);
  }

  async function ask(): Promise<Step> {
    offset ??= await inbox.offset();
    const timeout = mayHold ? limits.pollSeconds : 0;
    const body = { offset, limit: 100, timeout, allowed_updates: ALLOWED_UPDATES };
    const timeoutMs = timeout * 1_000 + limits.pollGraceMs;
    const outcome = await replaced(api.call('getUpdates', body, { timeoutMs, signal }), timeoutMs);
    if (signal.aborted) return 'stop';
    const batch = outcome.kind === 'ok' ? toBatch(outcome.result) : undefined;
    if (!batch) return fail(outcome);
    report('polling');
    if (batch.length === 0) return 'empty';
    const fresh = await inbox.take(batch);
    offset = Math.max(...batch.map(({ id }) => id)) + 1;
    accept(fresh);
    return 'fresh';
  }

  async function fail(outcome: Outcome): Promise<Step> {
    if (outcome.kind === 'flood') {
      await pause(clock, outcome.retryAfterMs, signal);
      return 'failed';
    }
    if (outcome.kind !== 'refused') {
      const reason = outcome.kind === 'broken' ? outcome.reason : 'not a list of updates';
      // One broken connection is nothing; a poll that hung, or several, may be our own trouble.
      const isSuspicious = failures > 1 || reason === HANGS || /abort|timeout/iu.test(reason);
      const isDeaf = isSuspicious && (await answersOthers());
      report(isDeaf ? 'deaf' : 'unreachable');
      if (isDeaf) log.error({ reason }, INTAKE_ADVICE.deaf ?? '');
      else log.warn({ reason }, 'Telegram cannot be reached');
      return 'failed';
    }
    const { code, description } = outcome;
    if (isTokenRefused(code, description)) {
      report('unauthorized');
      if (!isRefused) log.error({ description }, INTAKE_ADVICE.unauthorized ?? '');
      return 'unauthorized';
    }
    if (code !== 409) {
      report('unreachable');
      log.error({ code, description }, 'Telegram refuses to hand out updates');
      return 'failed';
    }
    report('conflict');
    const wasCalm = clock.now() - conflictAtMs > CALM_MS;
    conflictAtMs = clock.now();
    if (/webhook/iu.test(description)) {
      log.warn({ description }, 'a webhook is set: it is removed, this bot polls');
      await api.call('deleteWebhook', { drop_pending_updates: false });
    } else if (wasCalm) log.error({ description }, INTAKE_ADVICE.conflict ?? '');
    return 'conflict';
  }

  /** `call`, or word that it hangs: not even its own time limit may be trusted with everything. */
  function replaced(call: Promise<Outcome>, timeoutMs: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const hangs: Outcome = { kind: 'broken', reason: HANGS, mayBeDone: false };
      const cancel = clock.after(timeoutMs + limits.pollGraceMs, () => resolve(hangs));
      void call.then(resolve).finally(cancel);
    });
  }

  /** Whether Telegram answers a call that nobody holds. */
  async function answersOthers(): Promise<boolean> {
    const outcome = await api.call('getMe', {}, { timeoutMs: PROBE_TIMEOUT_MS, signal });
    return outcome.kind === 'ok';
  }
}

/** Telegram's two ways to say that it does not know the token. */
export function isTokenRefused(code: number, description: string): boolean {
  return code === 401 || (code === 404 && /^not found$/iu.test(description));
}

type Step = 'fresh' | 'empty' | 'failed' | 'conflict' | 'unauthorized' | 'stop';

function toBatch(result: unknown): InboxUpdate[] | undefined {
  if (!Array.isArray(result)) return undefined;
  return result.flatMap((body: Json) => {
    const id = (body as { update_id?: unknown } | null)?.update_id;
    return typeof id === 'number' ? [{ id, body }] : [];
  });
}
