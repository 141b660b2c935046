import { Fault } from '#kernel/fault.ts';
import type { RefusedReason } from '#kernel/refused-reason.ts';
import type { OperationRun } from '#operations/kind.ts';
import type {
  FailureCause,
  Gateway,
  GatewayEvent,
  GatewayState,
  Usage,
} from '#ports/gateway/port.ts';

/** How a run of the agent ended for the person who asked. */
export type RunOutcome =
  | { readonly kind: 'answered'; readonly text: string; readonly usage?: Usage }
  | { readonly kind: 'stopped'; readonly text: string }
  | { readonly kind: 'failed'; readonly cause: FailureCause; readonly detail: string }
  /** The gateway will not serve us. */
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  /** The gateway crashed in the middle and nothing more will come. */
  | { readonly kind: 'lost'; readonly text: string };

interface RunRequest {
  readonly sessionKey: string;
  /** Also the idempotency key. */
  readonly runId: string;
  readonly text: string;
  readonly directory: string;
  readonly label: string;
  /** An earlier process may have sent it already. */
  readonly resumed: boolean;
}

interface Watch {
  event(event: GatewayEvent): void;
  state(state: GatewayState): void;
  /** The connection is (again) usable: events may have been missed. */
  attached(): void;
}

/** Times in milliseconds; tests shorten them. */
export interface FollowTimes {
  /** After a gateway's crash: how long a run that it starts again by itself may take to show. */
  readonly recoveryMs: number;
  /** Silence after which the session is looked at, in case the end was missed. */
  readonly probeMs: number;
  /** Pause before a failed look is tried again. */
  readonly retryMs: number;
}

export const FOLLOW_TIMES: FollowTimes = {
  recoveryMs: 45_000,
  probeMs: 60_000,
  retryMs: 2_000,
};

/**
 * Sends one request and follows it to its end: over lost connections, a restart of the bot and a
 * crash of the gateway. Never sends what the session's history holds already.
 *
 * Rejects only when `leaving` is aborted, or `signal` with another reason than `canceled`: the run
 * then goes on without us and can be followed again with `resumed`. One that somebody stopped too:
 * its gateway may be away for long.
 */
export async function followRun(
  gateway: Gateway,
  request: RunRequest,
  watch: Watch,
  { signal, leaving }: Pick<OperationRun, 'signal' | 'leaving'>,
  times: FollowTimes = FOLLOW_TIMES,
): Promise<RunOutcome> {
  const { sessionKey, runId } = request;
  const ended = Promise.withResolvers<RunOutcome>();
  const timers = new Set<NodeJS.Timeout>();
  let over = false;
  let current = runId;
  let text = '';
  /** Only after a break may a run that we did not start be ours: the gateway resumes by itself. */
  let broken = request.resumed;
  let sent = request.resumed;
  let sending = false;
  let looking = false;
  let recoveringSinceMs: number | undefined;
  /** When the line came back after a break in the middle of the run. */
  let backSinceMs: number | undefined;
  let probe: NodeJS.Timeout | undefined;

  const after = (ms: number, work: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const end = (outcome: RunOutcome): void => {
    over = true;
    ended.resolve(outcome);
  };
  const rearm = (): void => {
    if (probe) timers.delete(probe);
    clearTimeout(probe);
    probe = after(times.probeMs, () => {
      broken = true;
      look();
    });
  };

  const event = (seen: GatewayEvent): void => {
    if (over || seen.sessionKey !== sessionKey) return;
    if (seen.runId !== current) {
      if (!broken) return;
      current = seen.runId;
    }
    recoveringSinceMs = undefined;
    rearm();
    watch.event(seen);
    if (seen.kind === 'text') text = seen.text;
    else if (seen.kind === 'final') end(toAnswer(seen));
    else if (seen.kind === 'aborted') end({ kind: 'stopped', text: seen.text || text });
    else if (seen.kind === 'failed') {
      end({ kind: 'failed', cause: seen.cause, detail: seen.detail });
    }
  };

  /** Finds out where the run stands, and sends it when the gateway has never seen it. */
  const attach = async (): Promise<void> => {
    await gateway.openSession({
      key: sessionKey,
      directory: request.directory,
      label: request.label,
    });
    watch.attached();
    if (broken) {
      const view = await gateway.inspect(sessionKey, runId);
      if (over) return;
      if (view.active) {
        current = view.active.runId;
        recoveringSinceMs = undefined;
        // A look that finds nothing new is no sign of life.
        if (view.active.text === text) return;
        return event({ kind: 'text', sessionKey, runId: current, text: view.active.text });
      }
      if (view.seenRunIds.includes(runId)) {
        if (view.lastAnswer !== undefined) return end({ kind: 'answered', text: view.lastAnswer });
        recoveringSinceMs ??= performance.now();
        if (performance.now() - recoveringSinceMs > times.recoveryMs) {
          return end({ kind: 'lost', text });
        }
        after(times.retryMs, look);
        return;
      }
    }
    if (signal.aborted) return;
    // From here on it may have arrived, whatever the answer is.
    sent = true;
    broken = true;
    sending = true;
    try {
      await gateway.send({ sessionKey, runId, text: request.text });
    } finally {
      sending = false;
    }
    broken = false;
  };

  const look = (): void => {
    if (over || looking || gateway.state().kind === 'down') return;
    looking = true;
    rearm();
    attach()
      .catch((error: unknown) => {
        if (over) return;
        if (error instanceof Fault && error.code === 'gateway-refused') {
          const now = gateway.state();
          const request = { code: 'request', detail: error.detail } as const;
          return end({ kind: 'refused', reason: now.kind === 'refused' ? now.reason : request });
        }
        after(times.retryMs, look);
      })
      .finally(() => {
        looking = false;
      });
  };

  const state = (now: GatewayState): void => {
    if (over) return;
    watch.state(now);
    if (now.kind === 'up') {
      if (broken) backSinceMs = performance.now();
      look();
    } else if (now.kind === 'refused') end({ kind: 'refused', reason: now.reason });
    else broken = true;
  };

  /** Ends the run for sure: nobody may be told that it stopped while it goes on. */
  const abortUntilGone = async (): Promise<void> => {
    for (;;) {
      if (over) return;
      // A run that was aborted says so by its own event.
      const aborted = await gateway.abort(sessionKey).catch(() => true);
      if (!aborted && !sending) {
        const view = await gateway.inspect(sessionKey).catch(() => undefined);
        if (view && !view.active && !mayRecover()) return end({ kind: 'stopped', text });
      }
      await new Promise<void>((resolve) => after(times.retryMs, resolve));
    }
  };

  /** Whether the gateway may yet start the run again by itself. */
  const mayRecover = (): boolean =>
    backSinceMs !== undefined && performance.now() - backSinceMs < times.recoveryMs;

  const leave = ({ reason }: AbortSignal): void => {
    over = true;
    ended.reject(new Error(String(reason)));
  };
  const left = (): void => leave(leaving);
  const stop = (): void => {
    if (signal.reason !== 'canceled') return leave(signal);
    if (!sent) return end({ kind: 'stopped', text });
    void abortUntilGone();
  };

  const unlisten = gateway.listen({ event, state });
  signal.addEventListener('abort', stop, { once: true });
  leaving.addEventListener('abort', left, { once: true });
  try {
    if (leaving.aborted) left();
    else if (signal.aborted) stop();
    state(gateway.state());
    return await ended.promise;
  } finally {
    unlisten();
    signal.removeEventListener('abort', stop);
    leaving.removeEventListener('abort', left);
    for (const timer of timers) clearTimeout(timer);
  }
}

function toAnswer(final: GatewayEvent & { readonly kind: 'final' }): RunOutcome {
  const { text, usage } = final;
  return usage === undefined ? { kind: 'answered', text } : { kind: 'answered', text, usage };
}
