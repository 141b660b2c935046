import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadOutcome, Downloads } from './port.ts';

/** Files by id, as if people had sent them; `fails` makes one end otherwise. */
export function memoryDownloads(
  directory: string,
  limits: Downloads['limits'] = { mostBytes: 20 * 1_024 * 1_024, isLocal: false },
): Downloads & {
  readonly sent: Map<string, Uint8Array>;
  readonly fails: Map<string, DownloadOutcome>;
  /** Ids in the order they were asked for. */
  readonly asked: string[];
} {
  const sent = new Map<string, Uint8Array>();
  const fails = new Map<string, DownloadOutcome>();
  const asked: string[] = [];
  const fileOf = (key: string) => path.join(directory, Buffer.from(key).toString('hex'));
  return {
    limits,
    sent,
    fails,
    asked,
    async fetch(key, { fileId }) {
      asked.push(fileId);
      const bytes = sent.get(fileId);
      const failure = fails.get(fileId);
      if (failure || !bytes) return failure ?? { kind: 'gone' };
      if (bytes.byteLength > limits.mostBytes) return { kind: 'too-big' };
      await mkdir(directory, { recursive: true });
      await writeFile(fileOf(key), bytes);
      return { kind: 'done', file: fileOf(key), sizeBytes: bytes.byteLength };
    },
    discard: (key) => rm(fileOf(key), { force: true }),
  };
}
