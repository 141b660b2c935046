import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '#kernel/fault.ts';
import { toBackup } from './manifest.ts';
import { type Job, write } from './write.ts';
import type { Answer } from './aside.ts';

// Started by aside.ts in a thread of its own: packing would otherwise make the bot wait.
const { id, job } = workerData as { readonly id: string; readonly job: Job };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(await answer());

async function answer(): Promise<Answer> {
  try {
    return { kind: 'made', backup: toBackup(id, await write(job)) };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', detail: error.detail };
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'error', text: message, ...(code !== undefined && { code }) };
  }
}
