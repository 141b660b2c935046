import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { sha256 } from '#lib/digest.ts';
import { MASK, type Masker } from '#lib/mask/masker.ts';
import { shorten } from '#lib/text.ts';
import type { AddedLines, Commit } from '#ports/git/port.ts';

/** A secret that kept a commit from being made. Holds nothing of the secret itself. */
export type HeldSecret = {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** `loaded`, or the name of a format. */
  readonly kind: string;
  /** The line, the secret masked. */
  readonly excerpt: string;
  /** The same for the same secret in the same file; bound to what somebody decides about. */
  readonly mark: string;
};

/** What the step `commit` ended with. */
export type CommitResult = Commit | null | { readonly held: readonly HeldSecret[] };

/** Says whether a commit was held. */
export function isHeld(
  result: CommitResult | 'failed',
): result is { readonly held: readonly HeldSecret[] } {
  return result !== null && typeof result === 'object' && 'held' in result;
}

/** Shorter values of secret names are mostly those of tests and examples. */
const LEAST_ASSIGNED = 16;
const EXCERPT_CHARS = 100;
const SHOWN = 8;
const MARK_CHARS = 24;

/** The secrets among `added`. */
export function secretsIn(
  added: readonly AddedLines[],
  masker: Pick<Masker, 'find' | 'mask'>,
): readonly HeldSecret[] {
  return added.flatMap(({ path, firstLine, text }) =>
    masker.find(text).flatMap(({ start, end, kind }) => {
      if (kind === 'assignment' && end - start < LEAST_ASSIGNED) return [];
      const lineStart = text.lastIndexOf('\n', start - 1) + 1;
      const lineEnd = text.indexOf('\n', end);
      const before = masker.mask(text.slice(lineStart, start));
      const behind = masker.mask(text.slice(end, lineEnd === -1 ? undefined : lineEnd));
      return {
        path,
        line: firstLine + (text.slice(0, start).match(/\n/gu)?.length ?? 0),
        kind,
        excerpt: shorten(`${before}${MASK}${behind}`, EXCERPT_CHARS),
        mark: sha256(`${path}\0${text.slice(start, end)}`).slice(0, MARK_CHARS),
      };
    }),
  );
}

/** Says where secrets are, why nothing was committed, and what to do. */
export function heldCard(
  held: readonly HeldSecret[],
  { project, operationId }: { readonly project: string; readonly operationId: string },
  say: Say,
): Card {
  const files = [...new Set(held.map(({ path }) => path))].map(asData).join(', ');
  const remove: Button = {
    label: say('held-remove'),
    command: 'code',
    words: [say('held-remove-text', { files })],
    style: 'primary',
  };
  const anyway: Button = {
    label: say('held-anyway'),
    command: 'commit_anyway',
    words: [operationId],
    style: 'danger',
    who: 'role',
  };
  // One that we hold ourselves is no false alarm.
  const mayBeFalse = held.every(({ kind }) => kind !== 'loaded');
  const parts = [
    say('held-title', { project, count: held.length }),
    heldLines(held, say),
    say('held-advice'),
    ...(mayBeFalse ? [say('held-owner')] : []),
  ];
  return { text: parts.join('\n\n'), buttons: [[remove], ...(mayBeFalse ? [[anyway]] : [])] };
}

/** File, line and what was found, one below the other. */
export function heldLines(held: readonly HeldSecret[], say: Say): string {
  const rows = held.slice(0, SHOWN).flatMap(({ path, line, kind, excerpt }) => {
    const what =
      kind === 'loaded' ? say('held-what-loaded') : say('held-what-known', { kind: plain(kind) });
    const where = say('held-line', { path: plain(shorten(path, EXCERPT_CHARS)), line, what });
    return [where, `  ${plain(excerpt)}`];
  });
  const hidden = held.length - SHOWN;
  return [...rows, ...(hidden > 0 ? [say('held-more', { count: hidden })] : [])].join('\n');
}

/** A name for the agent: quoted, and without characters that nobody sees. */
function asData(path: string): string {
  return JSON.stringify(path).replaceAll(/\p{C}/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
