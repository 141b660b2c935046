import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { toFileName } from '#lib/file-path.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import type { Downloads } from '#ports/downloads/port.ts';

/** A path in a card: one line, nothing hidden in it. */
export function shownPath(path: string): string {
  return plain(shorten(visibleName(path), 120));
}

/** Files that were sent, by name and size. */
export function sentLines(files: readonly SentFile[], say: Say): string {
  return files
    .map(({ name, sizeBytes }) => {
      const shown = shownPath(toFileName(name));
      if (sizeBytes === undefined) return `- ${shown}`;
      return `- ${say('files-sized', { name: shown, size: { bytes: sizeBytes } })}`;
    })
    .join('\n');
}

/** Says what Telegram does not hand out, and the ways around it. */
export function tooBigCard(
  files: readonly SentFile[],
  { mostBytes, isLocal }: Downloads['limits'],
  say: Say,
): Card {
  const parts = [
    say('files-too-big', { limit: { bytes: mostBytes } }),
    sentLines(files, say),
    say('files-too-big-split'),
    ...(isLocal ? [] : [say('files-too-big-server')]),
  ];
  return { text: parts.join('\n\n') };
}

/** A name for what belongs to one request, fit to be a word of a button. */
export function wordOf(requestId: string): string {
  return requestId.replaceAll(/[^\w]+/gu, '-').slice(-60);
}
