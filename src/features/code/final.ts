import type { Actor } from '#kernel/actor.ts';
import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { describeRefusal } from '#kernel/refused-reason.ts';
import type { Commit } from '#ports/git/port.ts';
import type { RunOutcome } from './follow.ts';
import { type CommitResult, isHeld } from './held.ts';
import type { Turn } from './show-turn.ts';

/** How a turn ended, for its last messages. */
interface TurnResult {
  readonly outcome: RunOutcome;
  /** `null`: no file changed; `waits`: the asker commits by hand. */
  readonly commit: CommitResult | 'failed' | 'waits';
}

/** Files that the summary lists by name; more are counted. */
const LISTED_FILES = 15;

/** The answer: a fresh message that rings, with what it cost and the commit it led to. */
export function finalCard(
  { outcome, commit }: TurnResult,
  { project, again, isReadOnly }: Pick<Turn, 'project' | 'again' | 'isReadOnly'>,
  say: Say,
): Card {
  const retry: Button = { label: say('turn-again'), ...again };
  const made = isReadOnly ? say('turn-read-only', { project }) : commitLine(commit, project, say);
  const facts = [made, ...usageLine(outcome, say)].join(' · ');
  switch (outcome.kind) {
    case 'answered':
      return { text: `${outcome.text || say('turn-empty-answer')}\n\n${facts}` };
    case 'stopped':
      return { text: joined(say('turn-stopped'), outcome.text, facts), buttons: [[retry]] };
    case 'failed':
      return {
        text: joined(
          say(`turn-failed-${outcome.cause}`),
          outcome.detail === '' ? '' : fenced(outcome.detail.slice(-1_500)),
          facts,
        ),
        buttons: [[retry]],
      };
    case 'refused':
      return {
        text: joined(say('turn-refused'), describeRefusal(outcome.reason, say), facts),
        buttons: [[retry]],
      };
    case 'lost':
      return { text: joined(say('turn-lost'), outcome.text, facts), buttons: [[retry]] };
  }
}

/** What a turn's commit holds: files, lines, who asked. */
export function changeCard(
  commit: Commit,
  turn: { readonly project: string; readonly actor: Pick<Actor, 'id' | 'name'> },
  say: Say,
): Card {
  const sum = (field: 'added' | 'removed') =>
    commit.files.reduce((total, file) => total + file[field], 0);
  const rows = commit.files
    .slice(0, LISTED_FILES)
    .map((file) => `- ${plain(file.path)} +${file.added} −${file.removed}`);
  const hidden = commit.files.length - rows.length;
  const head = say('turn-change', {
    sha: short(commit.sha),
    project: turn.project,
    actor: plain(turn.actor.name),
    files: commit.files.length,
    added: sum('added'),
    removed: sum('removed'),
  });
  const more = hidden > 0 ? [say('turn-more-files', { count: hidden })] : [];
  const leftOut = (commit.leftOut ?? []).map((path) => say('turn-left-out', { path: plain(path) }));
  const words = [turn.project, commit.sha];
  const diff: Button = { label: say('git-diff-button'), command: 'diff_of', words, who: 'role' };
  const undo: Button = { label: say('git-undo-button'), command: 'undo_of', words, who: 'role' };
  const test: Button = {
    label: say('checks-button'),
    command: 'test_of',
    words: [turn.project],
    who: 'role',
  };
  return {
    text: [head, rows.join('\n'), ...more, ...leftOut].join('\n\n'),
    ring: false,
    buttons: [[diff, undo, test]],
  };
}

function commitLine(commit: TurnResult['commit'], project: string, say: Say): string {
  if (commit === 'failed') return say('turn-commit-failed', { project });
  if (commit === 'waits') return say('turn-commit-waits', { project });
  if (commit === null) return say('turn-no-commit', { project });
  if (isHeld(commit)) return say('turn-commit-held', { project });
  return say('turn-commit-named', { sha: short(commit.sha), project });
}

function usageLine(outcome: RunOutcome, say: Say): readonly string[] {
  if (outcome.kind !== 'answered' || !outcome.usage) return [];
  const { inputTokens, outputTokens, costUsd } = outcome.usage;
  const tokens = say('turn-tokens', { input: inputTokens, output: outputTokens });
  return costUsd === undefined ? [tokens] : [tokens, say('turn-cost', { cost: { usd: costUsd } })];
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
