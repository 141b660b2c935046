import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { GatewayEvent, GatewayState } from '#ports/gateway/port.ts';

interface StepLine {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly title: string;
}

/** What is known of a running turn, for its card. */
export interface TurnProgress {
  readonly project: string;
  readonly actorName: string;
  readonly operationId: string;
  readonly startedAtMs: number;
  readonly lastSignAtMs: number;
  readonly gateway: GatewayState;
  /** Began before a restart of the bot, or was taken up again after one of the gateway. */
  readonly resumed: boolean;
  readonly stopping: boolean;
  /** Approvals and questions that wait for a person. */
  readonly waitingAsks: number;
  readonly steps: readonly StepLine[];
  readonly file?: string;
  readonly retry?: string;
}

/** Steps that a card shows; older ones are counted. */
const SHOWN_STEPS = 6;
const TITLE_CHARS = 90;
const SILENT_AFTER_MS = 5 * 60_000;

/** What `progress` becomes by `event`. */
export function advance(progress: TurnProgress, event: GatewayEvent, nowMs: number): TurnProgress {
  const { retry: _retry, ...rest } = { ...progress, lastSignAtMs: nowMs };
  if (event.kind === 'retrying') return { ...rest, retry: event.reason };
  if (event.kind !== 'step') return rest;
  const line: StepLine = { id: event.stepId, state: event.state, title: event.title };
  const known = rest.steps.some((step) => step.id === line.id);
  const steps = known
    ? rest.steps.map((step) =>
        step.id === line.id ? { ...line, title: line.title || step.title } : step,
      )
    : [...rest.steps, line];
  return { ...rest, steps, ...(event.file === undefined ? {} : { file: event.file }) };
}

/** The card of a running turn: who, where, how long, what it does now. Never a made-up number. */
export function progressCard(progress: TurnProgress, nowMs: number, say: Say): Card {
  const hidden = progress.steps.length - SHOWN_STEPS;
  const lines = [
    say('turn-title', {
      project: progress.project,
      actor: plain(progress.actorName),
      elapsed: elapsed(nowMs - progress.startedAtMs),
      steps: progress.steps.length,
    }),
    ...(progress.resumed ? [say('turn-resumed')] : []),
    ...(hidden > 0 ? [say('turn-earlier', { count: hidden })] : []),
    ...progress.steps
      .slice(-SHOWN_STEPS)
      .map((step) => `${MARK[step.state]} ${plain(shorten(step.title, TITLE_CHARS))}`),
    ...(progress.file === undefined ? [] : [say('turn-file', { file: plain(progress.file) })]),
    stateLine(progress, nowMs, say),
  ];
  return {
    text: lines.join('\n\n').replaceAll(/\n\n(?=[⏳✅⚠])/gu, '\n'),
    ring: false,
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

/** `42 s`, `3 min 5 s`, `1 h 2 min`: short and the same in both languages but for the letters. */
function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

const MARK = { running: '⏳', done: '✅', failed: '⚠️' } as const;

function stateLine(progress: TurnProgress, nowMs: number, say: Say): string {
  const { gateway } = progress;
  if (progress.stopping) return say('turn-stopping');
  if (gateway.kind !== 'up') {
    const reason = gateway.kind === 'down' ? plain(gateway.reason) : plain(gateway.advice);
    return say('turn-gateway-down', { elapsed: elapsed(nowMs - gateway.sinceMs), reason });
  }
  if (progress.waitingAsks > 0) return say('turn-waiting-for-you');
  if (progress.retry !== undefined)
    return say('turn-retrying', { reason: plain(shorten(progress.retry, TITLE_CHARS)) });
  const silentMs = nowMs - progress.lastSignAtMs;
  if (silentMs >= SILENT_AFTER_MS) return say('turn-silent', { elapsed: elapsed(silentMs) });
  return say('turn-working');
}

/** What stays of the card when the turn has ended. */
export function endedLine(progress: TurnProgress, nowMs: number, say: Say): string {
  return say('turn-ended', {
    project: progress.project,
    actor: plain(progress.actorName),
    elapsed: elapsed(nowMs - progress.startedAtMs),
    steps: progress.steps.length,
  });
}
