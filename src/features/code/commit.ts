import type { Actor } from '#kernel/actor.ts';
import { shorten } from '#lib/text.ts';
import { personLine } from '#ports/git/author.ts';
import type { Author, Commit, Git, MayCommit } from '#ports/git/port.ts';

const SUBJECT_CHARS = 72;

type Person = Pick<Actor, 'id' | 'name'>;

/** The message of a turn's commit: what was asked for, and the trailers that lead back to it. */
export function turnMessage(turn: {
  readonly request: string;
  readonly operationId: string;
  readonly actor: Person;
  readonly runId: string;
  /** Such as `fix@1`. */
  readonly prompt: string;
  readonly workers?: readonly Person[];
}): string {
  return [
    toSubject(turn.request),
    '',
    `Operation: ${turn.operationId}`,
    `Requested-by: ${personLine(turn.actor)}`,
    `Agent-run: ${turn.runId}`,
    `Agent-prompt: ${turn.prompt}`,
    ...workTrailers(turn),
    '',
  ].join('\n');
}

/** The message of a commit that an owner made in spite of what looked like a secret. */
export function anywayMessage(commit: {
  readonly operationId: string;
  /** The operation whose commit was held. */
  readonly of: string;
  readonly actor: Person;
  readonly workers?: readonly Person[];
}): string {
  return [
    'Commit what was held because of a secret',
    '',
    `Operation: ${commit.operationId}`,
    `Held-by: ${commit.of}`,
    `Requested-by: ${personLine(commit.actor)}`,
    ...workTrailers(commit),
    '',
  ].join('\n');
}

/** The message of a commit that a person asked for; without words of theirs it says so. */
export function handMessage(commit: {
  readonly message: string;
  readonly operationId: string;
  readonly actor: Person;
  readonly workers?: readonly Person[];
}): string {
  const [first = '', ...rest] = commit.message.trim().split('\n');
  const body = rest
    .join('\n')
    .replaceAll(/(?!\n)\p{C}/gu, ' ')
    .trim();
  return [
    first.trim() === '' ? 'Commit by hand' : toSubject(first),
    '',
    ...(body === '' ? [] : [body, '']),
    `Operation: ${commit.operationId}`,
    `Requested-by: ${personLine(commit.actor)}`,
    ...workTrailers(commit),
    '',
  ].join('\n');
}

/** The message of a commit that keeps what somebody left in the tree. */
export function keepMessage(operationId: string, workers: readonly Person[]): string {
  const trailers = [`Operation: ${operationId}`, ...workTrailers({ workers })];
  return `Keep work found in the tree\n\n${trailers.join('\n')}\n`;
}

/** Names those whose work is in a commit that another one asked for. */
function workTrailers(commit: {
  readonly actor?: Person;
  readonly workers?: readonly Person[];
}): readonly string[] {
  const others = (commit.workers ?? []).filter(({ id }) => id !== commit.actor?.id);
  return others.map((each) => `Work-of: ${personLine(each)}`);
}

/**
 * Commits what an operation changed. When a crash came between the commit and its record, the
 * commit is found by its trailer instead of made again.
 */
export async function commitOnce(
  git: Git,
  commit: {
    readonly directory: string;
    readonly operationId: string;
    readonly author: Author;
    readonly message: string;
    /** Counts from 1. */
    readonly attempt: number;
    readonly mayCommit?: MayCommit;
  },
): Promise<Commit | undefined> {
  if (commit.attempt > 1) {
    const made = await git.findByTrailer(commit.directory, 'Operation', commit.operationId);
    if (made) return made;
  }
  return git.commitAll(commit.directory, commit.author, commit.message, commit.mayCommit);
}

/** One printable line for a commit's subject. */
function toSubject(request: string): string {
  const subject = shorten(request.replaceAll(/\p{C}+/gu, ' '), SUBJECT_CHARS);
  return subject === ''
    ? 'Change by the agent'
    : subject.charAt(0).toUpperCase() + subject.slice(1);
}
