import type { OperationRun } from '#operations/kind.ts';
import { pause, systemAfter } from '#operations/timers.ts';
import type { DeployOutcome } from '#ports/deployer/port.ts';
import type { Board } from './phases.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';
import { stoppable } from './stopping.ts';

/** How the way from a built release to a live one ended. */
export type Lived =
  | { readonly kind: 'live'; readonly previous?: string }
  /** It never got the traffic. */
  | (Extract<DeployOutcome, { kind: 'failed' }> & { readonly at: 'start' })
  /** It got the traffic and was not well. */
  | {
      readonly kind: 'failed';
      readonly at: 'watch';
      readonly reason: 'unwell';
      readonly tail: string;
      readonly now: AfterAll;
    };

/** What is live after a release broke: what was before, nothing as before, or still the broken one. */
type AfterAll = 'back' | 'nothing' | 'stuck';

/** What the step `back` keeps. */
export type WentBack = { readonly now: AfterAll; readonly tail: string };

const LOOK_EVERY_MS = 500;
const TAIL_LINES = 40;

/** The steps of `goLive`, for the reference. */
export const LIVE_STEPS = {
  start: 'Starts the release beside what is live, until it has been well for a while.',
  switch: 'Leads the traffic to it.',
  watch: 'Looks whether it stays well under traffic.',
  back: 'It was not: leads the traffic back to what was live before, or takes it down.',
} as const;

/** Makes a built release live, or leaves live what was. Once `start` has ended it does not stop halfway. */
export async function goLive(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  board: Board,
): Promise<Lived> {
  const { target, deployer, releaseId, environment } = task;
  await board.at('start');
  const started = await run.step<DeployOutcome>('start', () =>
    stoppable(run, (signal) => deployer.start(target, releaseId, environment.settings, signal)),
  );
  if (started.kind === 'failed') return { ...started, at: 'start' };

  await board.at('switch');
  const { previous } = await run.step('switch', () => deployer.switch(target, releaseId));
  await board.at('watch');
  const isWell = await run.step('watch', () => staysWell(ports, run, task));
  if (isWell) return { kind: 'live', ...(previous !== undefined && { previous }) };

  const { now, tail } = await run.step<WentBack>('back', async () => {
    const lines = await deployer.logs(target, { lines: TAIL_LINES }).catch(() => []);
    return {
      now: await goBack(run, task, previous),
      tail: lines.map(({ text }) => text).join('\n'),
    };
  });
  return { kind: 'failed', at: 'watch', reason: 'unwell', tail, now };
}

/** What was live before may have ended long ago: then it is started first. */
async function goBack(
  run: OperationRun,
  { target, deployer, environment }: ReleaseTask,
  previous: string | undefined,
): Promise<AfterAll> {
  if (previous === undefined) {
    await deployer.takeDown(target);
    return 'nothing';
  }
  const started = await deployer.start(target, previous, environment.settings, run.leaving);
  if (started.kind === 'failed') return 'stuck';
  await deployer.switch(target, previous);
  return 'back';
}

/** Says whether the release is live and well all the time. */
async function staysWell(
  { now }: DeployPorts,
  { leaving }: OperationRun,
  { target, deployer, releaseId, environment }: ReleaseTask,
): Promise<boolean> {
  const untilMs = now() + environment.settings.readinessDelayMs;
  for (;;) {
    const { live, health } = await deployer.status(target);
    // Who cannot see it knows nothing against it.
    if (live?.id !== releaseId || health === 'down' || health === 'unwell') return false;
    if (now() >= untilMs || leaving.aborted) return true;
    await pause(LOOK_EVERY_MS, systemAfter, leaving);
  }
}
