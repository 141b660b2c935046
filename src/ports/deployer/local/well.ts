import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployerSettings } from '../port.ts';

/** What a release that was started says of itself. */
export interface Patient {
  isRunning(): Promise<boolean>;
  /** Absent: it serves nothing, and is well as long as it runs. */
  readonly isWell?: () => Promise<boolean>;
}

const POLL_MS = 100;
const ENDING_MS = 1000;
const PROBE_LIMIT_MS = 5000;

/** Waits until it is well, and then until it has been so for the readiness delay. */
export async function becomesWell(
  patient: Patient,
  settings: Pick<DeployerSettings, 'healthTimeoutMs' | 'readinessDelayMs'>,
  signal: AbortSignal,
): Promise<'well' | 'exited' | 'unwell'> {
  const isWell = patient.isWell ?? (async () => true);
  const untilMs = performance.now() + settings.healthTimeoutMs;
  for (;;) {
    if (!(await patient.isRunning())) return 'exited';
    if (await isWell()) break;
    if (performance.now() > untilMs) return 'unwell';
    await sleep(POLL_MS, undefined, { signal });
  }
  const readyMs = performance.now() + settings.readinessDelayMs;
  for (;;) {
    const leftMs = readyMs - performance.now();
    await sleep(Math.max(0, Math.min(POLL_MS, leftMs)), undefined, { signal });
    if (!(await patient.isRunning())) return 'exited';
    if (!(await isWell())) return (await endsSoon(patient)) ? 'exited' : 'unwell';
    if (performance.now() >= readyMs) return 'well';
  }
}

/** What ends stops answering a moment before it is gone. */
async function endsSoon(patient: Patient): Promise<boolean> {
  const untilMs = performance.now() + ENDING_MS;
  while (performance.now() < untilMs) {
    if (!(await patient.isRunning())) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Whether what listens on the port answers 200 to `GET path`. A redirect is no such answer. */
export async function answersWell(port: number, path: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_LIMIT_MS),
      headers: { connection: 'close' },
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
