import { type Button, type Card, plain } from '#kernel/card.ts';
import { describeDown } from '#kernel/down-reason.ts';
import type { Say } from '#kernel/language.ts';
import type { Verbosity } from '#kernel/preferences.ts';
import type { Quantity } from '#kernel/quantity.ts';
import { describeRefusal } from '#kernel/refused-reason.ts';
import { shorten } from '#lib/text.ts';
import type { TurnProgress } from './progress.ts';

/** Steps that a card shows, by what its reader wants; older ones are counted. */
const SHOWN_STEPS = { quiet: 0, normal: 6, detailed: 15 } as const satisfies Record<
  Verbosity,
  number
>;
const TITLE_CHARS = 90;
const BAR_CELLS = 8;
const MINUTE_MS = 60_000;
/** From when on silence is said, and with which words. The longest first. */
const SILENCES = [
  [30 * MINUTE_MS, 'turn-silent-30'],
  [10 * MINUTE_MS, 'turn-silent-10'],
  [5 * MINUTE_MS, 'turn-silent'],
] as const;
/** How long a turn that nothing was heard of yet only says when it began. */
const FRESH_MS = 4_000;
const LONG_OUTAGE_MS = 5 * MINUTE_MS;

const MARK = { running: '⏳', done: '✅', failed: '⚠️' } as const;

/** The card of a running turn: who, where, how long, what it does now. Never a made-up number. */
export function progressCard(progress: TurnProgress, nowMs: number, say: Say): Card {
  const { steps, outage, file, verbosity = 'normal' } = progress;
  const hidden = Math.max(0, steps.length - SHOWN_STEPS[verbosity]);
  const isQuiet = verbosity === 'quiet';
  const lines = [
    headLine('turn-title', progress, nowMs, say),
    ...(progress.resumed ? [say('turn-resumed')] : []),
    ...(outage ? [say('turn-recovered', toOutage(outage, say))] : []),
    ...planLine(progress, say),
    ...(hidden > 0 && !isQuiet ? [say('turn-earlier', { count: hidden })] : []),
    ...steps
      .slice(hidden)
      .map((step) => `${MARK[step.state]} ${plain(shorten(step.title, TITLE_CHARS))}`),
    ...(file === undefined || isQuiet ? [] : [say('turn-file', { file: plain(file) })]),
    stateLine(progress, nowMs, say),
  ];
  return {
    text: lines.join('\n\n').replaceAll(/\n\n(?=[⏳✅⚠])/gu, '\n'),
    ring: false,
    // Also while the bot is restarted: a tap waits at Telegram and is heard afterwards.
    buttons: [[stopButton(progress.operationId, say)]],
  };
}

/** Ends the operation when tapped. */
export function stopButton(operationId: string, say: Say): Button {
  return {
    label: say('turn-stop'),
    command: 'stop',
    words: [operationId],
    style: 'danger',
    who: 'role',
  };
}

/** What stays of the card when the turn has ended. */
export function endedLine(progress: TurnProgress, nowMs: number, say: Say): string {
  return headLine('turn-ended', progress, nowMs, say);
}

function headLine(key: string, progress: TurnProgress, nowMs: number, say: Say): string {
  return say(key, {
    project: progress.project,
    actor: plain(progress.actorName),
    elapsed: elapsed(nowMs - progress.startedAtMs, say),
    steps: progress.steps.length,
    // Those from before a restart of the bot are not known.
    more: progress.resumed ? '+' : '',
  });
}

/** `42s`, `3m 5s`, `1h 2m`. */
function elapsed(ms: number, say: Say): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return say('elapsed-seconds', { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return say('elapsed-minutes', { minutes, seconds: seconds % 60 });
  return say('elapsed-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Such as `[██████░░] 6/8 · Write the tests`: the agent's own list, so the number is known. */
function planLine({ plan }: TurnProgress, say: Say): readonly string[] {
  if (plan.length === 0) return [];
  const done = plan.filter(({ state }) => state === 'done').length;
  const filled = Math.floor((done / plan.length) * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  const line = say('turn-plan', { bar, done, total: plan.length });
  const current = plan.find(({ state }) => state === 'running');
  return [current ? `${line} · ${plain(shorten(current.title, TITLE_CHARS))}` : line];
}

function stateLine(progress: TurnProgress, nowMs: number, say: Say): string {
  const { gateway, ending, waitingSinceMs, retry } = progress;
  if (ending === 'stopping') return say('turn-stopping');
  if (ending === 'paused') return say('turn-paused');
  if (gateway.kind !== 'up') return downLine(gateway, nowMs, say);
  if (waitingSinceMs !== undefined) {
    return say('turn-waiting-for-you', { elapsed: elapsed(nowMs - waitingSinceMs, say) });
  }
  const silentMs = nowMs - progress.lastSignAtMs;
  const silence = SILENCES.find(([fromMs]) => silentMs >= fromMs);
  if (silence) {
    const during = progress.steps.at(-1)?.state === 'running' ? 'step' : 'model';
    return say(silence[1], { elapsed: elapsed(silentMs, say), during });
  }
  if (retry) return retryLine(retry, say);
  // The first version of the card. When Telegram takes it and its answer is lost, nobody can ever
  // edit it, so it must stay true.
  if (!progress.isHeard && nowMs - progress.startedAtMs < FRESH_MS) {
    return say('turn-begun', { at: utcTime(progress.startedAtMs) });
  }
  return say('turn-working');
}

function downLine(
  gateway: Exclude<TurnProgress['gateway'], { kind: 'up' }>,
  nowMs: number,
  say: Say,
): string {
  const awayMs = nowMs - gateway.sinceMs;
  const reason =
    gateway.kind === 'down'
      ? describeDown(gateway.reason, say)
      : describeRefusal(gateway.reason, say);
  const at = utcTime(gateway.sinceMs);
  const line = say('turn-gateway-down', { elapsed: elapsed(awayMs, say), at, reason });
  return awayMs < LONG_OUTAGE_MS ? line : `${line} ${say('turn-gateway-down-long')}`;
}

function retryLine(retry: NonNullable<TurnProgress['retry']>, say: Say): string {
  const { cause, attempt = 0, limit = 0 } = retry;
  const reason = plain(shorten(retry.reason, TITLE_CHARS));
  return say('turn-retrying', { cause, reason, attempt, limit });
}

function toOutage({ fromMs, untilMs }: NonNullable<TurnProgress['outage']>, say: Say) {
  return {
    elapsed: elapsed(untilMs - fromMs, say),
    from: utcTime(fromMs),
    until: utcTime(untilMs),
  };
}

/** Such as `10:42 UTC`. */
function utcTime(atMs: number): Quantity {
  return { atMs, show: 'time' };
}
