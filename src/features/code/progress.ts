import type { Verbosity } from '#kernel/preferences.ts';
import type { FailureCause, GatewayEvent, GatewayState, PlanItem } from '#ports/gateway/port.ts';

/** One thing that the agent did or does. */
interface StepLine {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly title: string;
}

/** The model is asked again; the numbers are there where they are known. */
interface Retry {
  readonly cause: FailureCause;
  readonly reason: string;
  readonly attempt?: number;
  readonly limit?: number;
}

/** What is known of a running turn, for its card. Nothing in it is guessed. */
export interface TurnProgress {
  readonly project: string;
  readonly actorName: string;
  /** How much its reader wants to see; absent: `normal`. */
  readonly verbosity?: Verbosity;
  readonly operationId: string;
  readonly startedAtMs: number;
  /** Whether anything of the run was heard by this process. */
  readonly isHeard: boolean;
  /** When the agent was heard last, or could be heard again. */
  readonly lastSignAtMs: number;
  readonly gateway: GatewayState;
  /** Whether the gateway was up while this process followed the turn. */
  readonly wasUp: boolean;
  /** The last time that the gateway was away in the middle of the turn. */
  readonly outage?: { readonly fromMs: number; readonly untilMs: number };
  /** Began before a restart of the bot: steps from before are not known. */
  readonly resumed: boolean;
  /** What happens to it from here: somebody stops it, or this process ends. */
  readonly ending: 'no' | 'stopping' | 'paused';
  /** Since when an approval or a question waits for a person. */
  readonly waitingSinceMs?: number;
  readonly steps: readonly StepLine[];
  readonly plan: readonly PlanItem[];
  readonly file?: string;
  readonly retry?: Retry;
}

/** What `progress` becomes by `event`. */
export function advance(progress: TurnProgress, event: GatewayEvent, nowMs: number): TurnProgress {
  const { retry: _retry, ...rest } = { ...progress, isHeard: true, lastSignAtMs: nowMs };
  if (event.kind === 'retrying') return { ...rest, retry: event };
  if (event.kind === 'plan') return { ...rest, plan: event.items };
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

/** What it becomes when the gateway comes or goes. While it was away nothing could be heard. */
export function sawGateway(
  progress: TurnProgress,
  gateway: GatewayState,
  nowMs: number,
): TurnProgress {
  const before = progress.gateway;
  if (gateway.kind !== 'up') return { ...progress, gateway };
  const up = { ...progress, gateway, wasUp: true };
  if (before.kind === 'up') return up;
  const outage = { fromMs: before.sinceMs, untilMs: nowMs };
  return { ...up, lastSignAtMs: nowMs, ...(progress.wasUp ? { outage } : {}) };
}

/** What it becomes when `count` asks wait. Silence while a person is waited for is no silence. */
export function sawAsks(progress: TurnProgress, count: number, nowMs: number): TurnProgress {
  const { waitingSinceMs, ...rest } = progress;
  if (count > 0) return { ...rest, waitingSinceMs: waitingSinceMs ?? nowMs };
  return waitingSinceMs === undefined ? rest : { ...rest, lastSignAtMs: nowMs };
}
