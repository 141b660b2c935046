import type { ApiResponse } from '@grammyjs/types';
import { STATUS_CODES } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { StrictnessCase } from './case.ts';
import { type Ask, liveScene, type LiveTarget, NotReplayable } from './live-scene.ts';
import { askIn, expectedOutcome, type Outcome, titleOf, toOutcome } from './run-case.ts';

/** What a real server said to a case. */
export interface LiveVerdict {
  readonly title: string;
  readonly source: string;
  readonly expected: Outcome;
  /** `skipped` carries its reason, the others what was answered. */
  readonly result:
    | { readonly kind: 'same' }
    | { readonly kind: 'different'; readonly got: Outcome }
    | { readonly kind: 'skipped'; readonly reason: string };
}

/** How gently the cases are replayed. */
export interface Pace {
  /** Between any two calls, in milliseconds. */
  readonly gapMs: number;
  /** Resolves after that time. */
  readonly wait: (ms: number) => Promise<void>;
}

/** A chat takes one message a second. */
const GAP_MS = 1_100;
const CALL_TIMEOUT_MS = 60_000;
/** A longer penalty than this, or a fourth one, is not waited for. */
const LONGEST_PENALTY_SECONDS = 180;
const ATTEMPTS = 4;

/** One message a second, in real time. */
export const GENTLE: Pace = {
  gapMs: GAP_MS,
  wait: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

/**
 * Replays one case after the other and yields what came back, in their order; waits where the
 * server asks for it and deletes what it sent. @throws when the server cannot be reached
 */
export async function* replay(
  cases: readonly StrictnessCase[],
  target: LiveTarget,
  pace: Pace,
): AsyncGenerator<LiveVerdict> {
  const ask = patientAsk(target, pace);
  for (const tried of cases) {
    const expected = expectedOutcome(tried);
    const about = { title: titleOf(tried), source: tried.source, expected };
    yield { ...about, result: await replayOne(tried, expected, target, ask) };
  }
}

async function replayOne(
  tried: StrictnessCase,
  expected: Outcome,
  target: LiveTarget,
  ask: Ask,
): Promise<LiveVerdict['result']> {
  const unfit = tried.stricterThanTelegram ?? tried.onlyEmulated;
  if (unfit !== undefined) return { kind: 'skipped', reason: unfit };
  const { scene, cleanUp } = liveScene(target, ask);
  try {
    const got = toOutcome(await askIn(scene, tried));
    return isDeepStrictEqual(got, expected) ? { kind: 'same' } : { kind: 'different', got };
  } catch (error) {
    if (error instanceof NotReplayable) return { kind: 'skipped', reason: error.message };
    throw error;
  } finally {
    await cleanUp();
  }
}

/** Calls with a gap before each, and again after a penalty. */
function patientAsk({ apiRoot, token }: LiveTarget, { gapMs, wait }: Pace): Ask {
  return async (method, init) => {
    for (let attempt = 1; ; attempt += 1) {
      await wait(gapMs);
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const response = await fetch(`${apiRoot}/bot${token}/${method}`, { ...init, signal });
      const answer = toAnswer(response.status, await response.text());
      const penaltySeconds = answer.ok ? undefined : answer.parameters?.retry_after;
      if (penaltySeconds === undefined || attempt === ATTEMPTS) return answer;
      if (penaltySeconds > LONGEST_PENALTY_SECONDS)
        throw new NotReplayable(`${method} may be called again in ${penaltySeconds} s`);
      await wait((penaltySeconds + 1) * 1_000);
    }
  };
}

/** What stands in front of a Bot API server answers for itself, and not in JSON. */
function toAnswer(status: number, body: string): ApiResponse<unknown> {
  try {
    return JSON.parse(body) as ApiResponse<unknown>;
  } catch {
    return { ok: false, error_code: status, description: STATUS_CODES[status] ?? '' };
  }
}
