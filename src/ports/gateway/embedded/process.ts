import { setTimeout as sleep } from 'node:timers/promises';
import { processStart, processesIn, signalGroup } from '#lib/process-identity.ts';
import type { ProcessRecord } from './record.ts';

const STRAY_LIMIT_MS = 5000;

export async function isAlive(record: ProcessRecord): Promise<boolean> {
  return (await processStart(record.pid)) === record.start;
}

/** Asks it to end, then makes it. Its group goes with it; a process that is not ours is left alone. */
export async function end(record: ProcessRecord, graceMs: number): Promise<void> {
  if (!(await isAlive(record))) return;
  process.kill(record.pid, 'SIGTERM');
  const deadlineMs = performance.now() + graceMs;
  while (performance.now() < deadlineMs && (await isAlive(record))) await sleep(100);
  signalGroup(record.pid, 'SIGKILL');
  while (await isAlive(record)) await sleep(20);
}

/**
 * Ends programs of `node` that stand in `directory`: helpers that outlived their gateway, or a
 * gateway that was never recorded. Its lock would stay.
 */
export async function endStrays(directory: string, node: string): Promise<void> {
  const deadlineMs = performance.now() + STRAY_LIMIT_MS;
  while (performance.now() < deadlineMs) {
    const strays = await processesIn(directory, node);
    if (strays.length === 0) return;
    for (const pid of strays) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await sleep(50);
  }
}
