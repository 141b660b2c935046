import type { Actor } from '#kernel/actor.ts';
import { shorten } from '#lib/text.ts';
import type { AddedLines, Author, Commit, Git } from '#ports/git/port.ts';

const SUBJECT_CHARS = 72;

/** Who a turn's commit is by: the actor, under an address that no mail server has. */
export function authorOf(actor: Pick<Actor, 'id' | 'name'>): Author {
  return { name: cleanName(actor.name), email: `${actor.id}@telegram.invalid` };
}

/** The message of a turn's commit: what was asked for, and the trailers that lead back to it. */
export function turnMessage(turn: {
  readonly request: string;
  readonly operationId: string;
  readonly actor: Pick<Actor, 'id' | 'name'>;
  readonly runId: string;
  /** Such as `fix@1`. */
  readonly prompt: string;
}): string {
  return [
    toSubject(turn.request),
    '',
    `Operation: ${turn.operationId}`,
    `Requested-by: ${cleanName(turn.actor.name)} (Telegram ${turn.actor.id})`,
    `Agent-run: ${turn.runId}`,
    `Agent-prompt: ${turn.prompt}`,
    '',
  ].join('\n');
}

/** The message of a commit that an owner made in spite of what looked like a secret. */
export function anywayMessage(commit: {
  readonly operationId: string;
  /** The operation whose commit was held. */
  readonly of: string;
  readonly actor: Pick<Actor, 'id' | 'name'>;
}): string {
  return [
    'Commit what was held because of a secret',
    '',
    `Operation: ${commit.operationId}`,
    `Held-by: ${commit.of}`,
    `Requested-by: ${cleanName(commit.actor.name)} (Telegram ${commit.actor.id})`,
    '',
  ].join('\n');
}

/** The message of a commit that a person asked for; without words of theirs it says so. */
export function handMessage(commit: {
  readonly message: string;
  readonly operationId: string;
  readonly actor: Pick<Actor, 'id' | 'name'>;
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
    `Requested-by: ${cleanName(commit.actor.name)} (Telegram ${commit.actor.id})`,
    '',
  ].join('\n');
}

/** The message of a commit that keeps what somebody left in the tree. */
export function keepMessage(operationId: string): string {
  return `Keep work found in the tree\n\nOperation: ${operationId}\n`;
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
    readonly mayCommit?: (added: readonly AddedLines[]) => boolean;
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

function cleanName(name: string): string {
  return shorten(name.replaceAll(/[\p{C}<>]+/gu, ' '), 64) || 'Telegram user';
}
