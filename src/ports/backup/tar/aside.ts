import { Worker } from 'node:worker_threads';
import { Fault } from '#kernel/fault.ts';
import type { Backup } from '../port.ts';
import type { Job } from './write.ts';

/** What the thread that packs says at its end. */
export type Answer =
  | { readonly kind: 'made'; readonly backup: Backup }
  | { readonly kind: 'fault'; readonly detail: string }
  | { readonly kind: 'error'; readonly text: string; readonly code?: string };

/**
 * Makes a backup in a thread of its own, so that this one goes on answering; ends it on `signal`.
 * @throws {Fault} `backup-failed`, or the system's own error
 */
export async function writeAside(id: string, job: Job, signal: AbortSignal): Promise<Backup> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { id, job } });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<Backup>((resolve, reject) => {
      worker.once('error', reject);
      // After the answer this changes nothing.
      worker.once('exit', (code) => reject(new Error(`packing ended early (${code})`)));
      worker.once('message', (answer: Answer) => {
        if (answer.kind === 'made') return resolve(answer.backup);
        if (answer.kind === 'fault') return reject(new Fault('backup-failed', answer.detail));
        const { text, code } = answer;
        reject(Object.assign(new Error(text), code !== undefined && { code }));
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
