import { sha256 } from '#lib/digest.ts';
import { MASK, type Masker } from '#lib/mask/masker.ts';
import { type Found, OF_BOT } from '#lib/mask/scan.ts';
import { shorten } from '#lib/text.ts';
import type { AddedLines, Commit } from '#ports/git/port.ts';

/** A secret that kept a commit from being made. Holds nothing of the secret itself. */
export type HeldSecret = {
  /** Masked: a name can be a secret too. */
  readonly path: string;
  /** Counts from 1; 0: it is in the name of the file. */
  readonly line: number;
  /** `loaded` for one of the bot, `project` for one of a project, or the name of a format. */
  readonly kind: string;
  /** What stands around it, secrets masked. */
  readonly excerpt: string;
  /** The same for the same secret in the same file; bound to what somebody decides about. */
  readonly mark: string;
};

/** What kept a commit from being made, as a journal keeps it. */
export type Held = {
  /** The first ones; of thousands nobody reads more. Each kind that nobody may decide is among them. */
  readonly held: readonly HeldSecret[];
  /** How many there are, when these are not all. */
  readonly count?: number;
  /** The marks of all, when these are not all. */
  readonly marks?: readonly string[];
};

/** What the step `commit` ended with. */
export type CommitResult = Commit | null | Held;

/** Says whether a commit was held. */
export function isHeld(result: CommitResult | 'failed'): result is Held {
  return result !== null && typeof result === 'object' && 'held' in result;
}

/** Shorter values of secret names are mostly those of tests and examples. */
const LEAST_ASSIGNED = 16;
const EXCERPT_CHARS = 100;
/** Of the line before the secret. */
const BEFORE_CHARS = 40;
const KEPT = 50;
const MARK_CHARS = 24;

/** The secrets among `added`, those in the names of files too. */
export function secretsIn(
  added: readonly AddedLines[],
  masker: Pick<Masker, 'find'>,
): readonly HeldSecret[] {
  const names = [...new Set(added.map(({ path }) => path))];
  const inNames = names.flatMap((path) =>
    secretsOf({ path, firstLine: 0, text: path }, masker).map((each) => ({ ...each, line: 0 })),
  );
  return [...inNames, ...added.flatMap((lines) => secretsOf(lines, masker))];
}

function secretsOf(
  { path, firstLine, text }: AddedLines,
  masker: Pick<Masker, 'find'>,
): readonly HeldSecret[] {
  const found = masker.find(text);
  if (found.length === 0) return [];
  const shownPath = withoutFound(path, masker.find(path), 0, path.length);
  const lineAt = lineCounter(text, firstLine);
  return found.flatMap(({ start, end, kind }, index) => {
    if (kind === 'assignment' && end - start < LEAST_ASSIGNED) return [];
    return {
      path: shownPath,
      line: lineAt(start),
      kind,
      excerpt: excerptOf(text, found, index),
      mark: sha256(`${path}\0${text.slice(start, end)}`).slice(0, MARK_CHARS),
    };
  });
}

/** The line of a place in `text`; places come in order, so the text is walked once. */
function lineCounter(text: string, firstLine: number): (at: number) => number {
  let line = firstLine;
  let lineEnd = text.indexOf('\n');
  return (at) => {
    for (; lineEnd !== -1 && lineEnd < at; line += 1) lineEnd = text.indexOf('\n', lineEnd + 1);
    return line;
  };
}

/** A little of the line around one finding: one line may hold thousands of them. */
function excerptOf(text: string, found: readonly Found[], index: number): string {
  const { start, end } = found[index] ?? { start: 0, end: 0 };
  const from = Math.max(0, start - EXCERPT_CHARS);
  const before = text.slice(from, start);
  const behind = text.slice(end, end + EXCERPT_CHARS);
  const lineStart = from + before.lastIndexOf('\n') + 1;
  const lineEnd = end + `${behind}\n`.indexOf('\n');
  // Those beside it: a window of characters holds no more of them than characters.
  const near = found.slice(Math.max(0, index - EXCERPT_CHARS), index + EXCERPT_CHARS + 1);
  const head = Array.from(withoutFound(text, near, lineStart, start).trimStart());
  const tail = withoutFound(text, near, end, lineEnd);
  const shownHead =
    head.length > BEFORE_CHARS ? `…${head.slice(-BEFORE_CHARS).join('')}` : head.join('');
  return shorten(`${shownHead}${MASK}${tail}`, EXCERPT_CHARS);
}

/** `text` between two places, with what was found there masked. */
function withoutFound(text: string, found: readonly Found[], from: number, to: number): string {
  const parts: string[] = [];
  let at = from;
  for (const { start, end } of found) {
    if (end <= at || start >= to) continue;
    parts.push(text.slice(at, Math.max(at, start)), MASK);
    at = Math.min(end, to);
  }
  return [...parts, text.slice(at, to)].join('');
}

/** What a journal keeps of `secrets`. */
export function toHeld(secrets: readonly HeldSecret[]): Held {
  if (secrets.length <= KEPT) return { held: secrets };
  const ofBot = secrets.filter(({ kind }) => kind === OF_BOT);
  const others = secrets.filter(({ kind }) => kind !== OF_BOT);
  return {
    held: [...ofBot, ...others].slice(0, KEPT),
    count: secrets.length,
    marks: marksOf({ held: secrets }),
  };
}

/** The marks of everything that was found. */
export function marksOf({ held, marks }: Held): readonly string[] {
  return marks ?? [...new Set(held.map(({ mark }) => mark))];
}

/** Says whether an owner may take all of it for a false alarm: a secret of the bot is none. */
export function mayBeFalse({ held }: Held): boolean {
  return held.every(({ kind }) => kind !== OF_BOT);
}
