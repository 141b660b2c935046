import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployOutcome, DeployerSettings, LiveStatus, Target } from '../port.ts';
import { type Container, containersOf } from './containers.ts';
import type { Docker } from './docker.ts';
import type { ReleaseRecord } from './record.ts';

const ASK_EVERY_MS = 200;
const ANSWER_MS = 3_000;

type Failed = Extract<DeployOutcome, { readonly kind: 'failed' }>;
/** How a release is: what to tell, or that there is nothing to wait for any more. */
type State =
  | { readonly kind: 'well' }
  | { readonly kind: 'not-yet'; readonly why: string }
  | { readonly kind: 'ended'; readonly failed: Omit<Failed, 'tail'> };

/** Waits until a release has been well for the readiness delay, or cannot become so. */
export async function untilWell(
  docker: Docker,
  target: Target,
  record: ReleaseRecord,
  settings: Pick<DeployerSettings, 'healthTimeoutMs' | 'readinessDelayMs'>,
  signal: AbortSignal,
): Promise<Omit<Failed, 'tail'> | undefined> {
  const startedMs = performance.now();
  let wellSinceMs: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const state = await look(record, await containersOf(docker, target, record.id));
    const nowMs = performance.now();
    if (state.kind === 'ended') return state.failed;
    if (state.kind === 'well') {
      wellSinceMs ??= nowMs;
      if (nowMs - wellSinceMs >= settings.readinessDelayMs) return undefined;
    } else {
      wellSinceMs = undefined;
      if (nowMs - startedMs >= settings.healthTimeoutMs)
        return { kind: 'failed', reason: 'unwell', detail: state.why };
    }
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function look(record: ReleaseRecord, containers: readonly Container[]): Promise<State> {
  for (const [name, plan] of Object.entries(record.services)) {
    const container = containers.find(({ service }) => service === name);
    if (container === undefined) return { kind: 'not-yet', why: `${name} was not started` };
    const isOver = container.state === 'exited' || container.state === 'dead';
    if (plan.isJob && isOver && container.exitCode === 0) continue;
    if (container.wasOutOfMemory)
      return ended('full', `${name} was ended: it used more memory than it may`);
    if (isOver || container.restarts > 0 || container.state === 'restarting')
      return ended('exited', `${name} ended with ${container.exitCode}`);
    if (plan.isJob || container.state !== 'running')
      return { kind: 'not-yet', why: `${name} is ${container.state}` };
    if (container.health === 'unhealthy')
      return { kind: 'not-yet', why: `${name} is unhealthy by its own check` };
    const answers = record.web?.service === name && record.web.healthPath !== undefined;
    // Its own check may come only every half minute: what answers us need not wait for it.
    if (container.health === 'starting' && !answers)
      return { kind: 'not-yet', why: `${name} is still starting by its own check` };
  }
  const why = await ask(record, containers);
  return why === undefined ? { kind: 'well' } : { kind: 'not-yet', why };
}

function ended(reason: Failed['reason'], detail: string): State {
  return { kind: 'ended', failed: { kind: 'failed', reason, detail } };
}

/** Asks the service that people reach; nothing when it says that it is well, or cannot be asked. */
async function ask(
  { web }: ReleaseRecord,
  containers: readonly Container[],
): Promise<string | undefined> {
  if (web === undefined) return undefined;
  const port = containers.find(({ service }) => service === web.service)?.hostPort;
  if (port === undefined) return 'it has no port';
  if (web.healthPath === undefined) return undefined;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${web.healthPath}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.body?.cancel();
    return response.status === 200
      ? undefined
      : `${web.healthPath} answers ${response.status} instead of 200`;
  } catch {
    return `${web.healthPath} does not answer`;
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
