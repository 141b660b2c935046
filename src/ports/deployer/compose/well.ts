import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployOutcome, DeployerSettings, LiveStatus } from '../port.ts';
import type { DeployProblem } from '../problem.ts';
import type { Container } from './containers.ts';
import type { ReleaseRecord } from './record.ts';

const ASK_EVERY_MS = 200;
const ANSWER_MS = 3_000;

type Failed = Extract<DeployOutcome, { readonly kind: 'failed' }>;
/** How a release is: what to tell, or that there is nothing to wait for any more. */
type State =
  | { readonly kind: 'well' }
  | { readonly kind: 'not-yet'; readonly why: DeployProblem }
  | { readonly kind: 'ended'; readonly failed: Omit<Failed, 'tail'> };

/**
 * Waits until a release has been well for the readiness delay, or cannot become so: one of its
 * containers ended or, as `containers` says, was restarted.
 */
export async function untilWell(
  containers: () => Promise<readonly Container[]>,
  record: ReleaseRecord,
  settings: Pick<DeployerSettings, 'healthTimeoutMs' | 'readinessDelayMs'>,
  signal: AbortSignal,
): Promise<Omit<Failed, 'tail'> | undefined> {
  const startedMs = performance.now();
  let wellSinceMs: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const state = await look(record, await containers());
    const nowMs = performance.now();
    if (state.kind === 'ended') return state.failed;
    if (state.kind === 'well') {
      wellSinceMs ??= nowMs;
      if (nowMs - wellSinceMs >= settings.readinessDelayMs) return undefined;
    } else {
      wellSinceMs = undefined;
      if (nowMs - startedMs >= settings.healthTimeoutMs)
        return { kind: 'failed', reason: 'unwell', why: [state.why] };
    }
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function look(record: ReleaseRecord, containers: readonly Container[]): Promise<State> {
  for (const [name, plan] of Object.entries(record.services)) {
    const container = containers.find(({ service }) => service === name);
    if (container === undefined) return { kind: 'not-yet', why: { code: 'not-started', name } };
    const isOver = container.state === 'exited' || container.state === 'dead';
    if (plan.isJob && isOver && container.exitCode === 0) continue;
    if (isOver || container.restarts > 0 || container.state === 'restarting')
      return container.wasOutOfMemory
        ? ended('full', { code: 'out-of-memory', name })
        : ended('exited', { code: 'ended', name, exitCode: container.exitCode });
    if (plan.isJob || container.state !== 'running')
      return { kind: 'not-yet', why: { code: 'state', name, state: container.state } };
    if (container.health === 'unhealthy')
      return { kind: 'not-yet', why: { code: 'unhealthy', name } };
    const answers = record.web?.service === name && record.web.healthPath !== undefined;
    // Its own check may come only every half minute: what answers us need not wait for it.
    if (container.health === 'starting' && !answers)
      return { kind: 'not-yet', why: { code: 'still-starting', name } };
  }
  const why = await ask(record, containers);
  return why === undefined ? { kind: 'well' } : { kind: 'not-yet', why };
}

function ended(reason: Failed['reason'], why: DeployProblem): State {
  return { kind: 'ended', failed: { kind: 'failed', reason, why: [why] } };
}

/** Asks the service that people reach; nothing when it says that it is well, or cannot be asked. */
async function ask(
  { web }: ReleaseRecord,
  containers: readonly Container[],
): Promise<DeployProblem | undefined> {
  if (web === undefined) return undefined;
  const port = containers.find(({ service }) => service === web.service)?.hostPort;
  if (port === undefined) return { code: 'no-port', name: web.service };
  if (web.healthPath === undefined) return undefined;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${web.healthPath}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.body?.cancel();
    return response.status === 200
      ? undefined
      : { code: 'wrong-answer', path: web.healthPath, status: response.status };
  } catch {
    return { code: 'no-answer', path: web.healthPath };
  }
}

/** How what is live is, at this moment. */
export async function healthNow(
  record: ReleaseRecord,
  containers: readonly Container[],
): Promise<LiveStatus['health']> {
  const states = containers.map((each) => ({ ...each, restarts: 0 }));
  const state = await look(record, states);
  if (state.kind === 'well') return 'well';
  const isDown = Object.keys(record.services).some((name) => {
    const container = containers.find(({ service }) => service === name);
    return container?.state !== 'running' && record.services[name]?.isJob !== true;
  });
  return state.kind === 'ended' || isDown ? 'down' : 'unwell';
}
