import type { Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { toFileName } from '#lib/file-path.ts';
import type { Downloads } from '#ports/downloads/port.ts';
import { shownPath } from './shown.ts';

/** What became of one file, as a journal keeps it: no places on this machine. */
export type Fetched = {
  readonly kind: 'done' | 'too-big' | 'gone' | 'failed';
  readonly name: string;
  readonly reason?: string;
};

/** Downloads files one after another; ends at the first that cannot be had. */
export async function fetchAll(
  downloads: Downloads,
  operationId: string,
  files: readonly SentFile[],
  signal: AbortSignal,
): Promise<readonly Fetched[]> {
  const fetched: Fetched[] = [];
  for (const [at, file] of files.entries()) {
    const got = await downloads.fetch(`${operationId}:${at}`, file, signal);
    const name = toFileName(file.name);
    fetched.push({ kind: got.kind, name, ...(got.kind === 'failed' && { reason: got.reason }) });
    if (got.kind !== 'done') break;
  }
  return fetched;
}

/** Removes what `fetchAll` brought. */
export async function forget(
  downloads: Downloads,
  operationId: string,
  count: number,
): Promise<void> {
  for (let at = 0; at < count; at += 1) await downloads.discard(`${operationId}:${at}`);
}

/** Reasons that have words of their own. */
const WORDS: Readonly<Record<string, string>> = { 'local-file': 'local', 'disk-full': 'full' };

/** Says what could not be downloaded, and why. */
export function failedCard(failed: readonly Fetched[], say: Say): Card {
  const lines = failed.map(({ kind, name, reason = '' }) => {
    const word = WORDS[reason] ?? kind;
    return say(`files-not-fetched-${word}`, { name: shownPath(name) });
  });
  return { text: lines.join('\n\n') };
}
