import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { CloneOutcome, TransferProgress } from '#ports/git/remote.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import type { Ran } from '#ports/sandbox/port.ts';
import type { FoundCommands } from '#ports/workspace/port.ts';
import { failureWords, secretButton } from './remote-words.ts';

/** What cards of one clone are about. */
export interface CloneView {
  readonly name: string;
  readonly operationId: string;
  readonly remote: RemoteUrl;
  readonly isTemplate: boolean;
  readonly hadAccess: boolean;
  readonly isPrivate: boolean;
  readonly say: Say;
}

/** How one of the project's own commands ended. */
export interface Checked {
  readonly what: string;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly tail: string;
}

const TAIL_CHARS = 1_500;
const NAMED = 5;

/** What the journal keeps of a command. */
export function toChecked(what: string, ran: Ran): Checked {
  const { exitCode = null, timedOut, output } = ran;
  return { what, exitCode, timedOut, tail: output.slice(-TAIL_CHARS) };
}

/** How far it is, in git's own numbers. */
export function transferCard(view: CloneView, progress: TransferProgress | undefined): Card {
  const { say, name, remote, operationId } = view;
  const title = say('clone-title', { name, url: plain(remote.url) });
  const where = view.isPrivate ? [say('clone-private')] : [];
  return {
    text: [title, ...where, barOf(progress, say)].join('\n\n'),
    ring: false,
    buttons: [[stopButton(operationId, say)]],
  };
}

function barOf(progress: TransferProgress | undefined, say: Say): string {
  if (!progress || progress.total === 0) return say('clone-connecting');
  const { phase, done, total, sizeBytes } = progress;
  // The numbers are from outside.
  const percent = Math.min(100, Math.floor((done / total) * 100));
  const full = Math.round(percent / 10);
  const bar = `\`[${'█'.repeat(full)}${'░'.repeat(10 - full)}] ${percent}%\``;
  const words = { done, total, size: { bytes: sizeBytes } };
  const line = say(sizeBytes > 0 ? `clone-${phase}-size` : `clone-${phase}`, words);
  return `${bar}\n\n${line}`;
}

/** Which command of the project runs. */
export function runningCard(view: CloneView, what: string): Card {
  const { say, name, remote, operationId } = view;
  const title = say('clone-title', { name, url: plain(remote.url) });
  const line = say('clone-running', { what: plain(what) });
  return {
    text: `${title}\n\n${line}`,
    ring: false,
    buttons: [[stopButton(operationId, say)]],
  };
}

function stopButton(operationId: string, say: Say): Button {
  return { label: say('turn-stop'), command: 'stop', words: [operationId], who: 'role' };
}

/** Why there is no project. `held`: its first commit would hold secrets; `secrets` says where. */
export type CloneFailure =
  | Exclude<CloneOutcome, { readonly kind: 'cloned' }>
  | { readonly kind: 'held'; readonly secrets: string };

/** Why there is no project, and what to do. */
export function cloneFailedCard(view: CloneView, outcome: CloneFailure): Card {
  const { say, name, remote, isTemplate } = view;
  const again: Button = {
    label: say('new-again'),
    command: 'new',
    words: [isTemplate ? 'template' : 'from', remote.url, name],
  };
  if (outcome.kind === 'held') {
    const text = [say('new-held', { name }), outcome.secrets, say('new-held-history')];
    const from: Button = {
      ...again,
      label: say('new-held-from'),
      words: ['from', remote.url, name],
    };
    return { text: text.join('\n\n'), buttons: [[again, from]] };
  }
  const why =
    outcome.kind === 'too-large'
      ? say('clone-too-large', { limit: { bytes: outcome.limitBytes } })
      : failureWords(outcome, view, say);
  const secret = outcome.kind === 'auth' ? [secretButton(name, remote, say)] : [];
  return {
    text: `${say('clone-failed', { name })}\n\n${why}`,
    buttons: [[...secret, again]],
  };
}

/** What came, how it is checked, and how that went. */
export function clonedCard(
  view: CloneView,
  cloned: Extract<CloneOutcome, { readonly kind: 'cloned' }>,
  found: FoundCommands,
  checked: readonly Checked[],
): Card {
  const { say, name, remote, isTemplate } = view;
  const sha = cloned.sha?.slice(0, 7) ?? '';
  const words = { name, sha, branch: plain(visibleName(cloned.branch)), url: plain(remote.url) };
  const done = isTemplate ? 'clone-copied' : sha === '' ? 'clone-done-empty' : 'clone-done';
  const inner = cloned.submodules.slice(0, NAMED).map((path) => plain(visibleName(path)));
  const count = cloned.submodules.length;
  const parts = [
    say(done, words),
    ...(count > 0 ? [say('clone-submodules', { count, paths: inner.join(', ') })] : []),
    ...(cloned.hasLargeFiles ? [say('clone-lfs')] : []),
    ...foundWords(found, say),
    ...checked.map((each) => checkedWords(each, say)),
  ];
  return { text: parts.join('\n\n') };
}

function foundWords(found: FoundCommands, say: Say): readonly string[] {
  const problem = 'problem' in found && found.problem !== undefined ? found.problem : undefined;
  const wrong =
    problem === undefined
      ? []
      : [`${say('clone-yaml-wrong')}\n\n${fenced(shorten(visible(problem), 300))}`];
  if (found.kind === 'none') return [...wrong, say('clone-no-checks')];
  const { install, checks } = found.commands;
  const list = [...(install ? [install] : []), ...checks.map(({ run }) => run)];
  const commands = list.map((argv) => `\`${shown(argv)}\``).join(', ');
  if (list.length === 0) return [...wrong, say('clone-no-checks')];
  return [...wrong, say(`clone-${found.kind}`, { commands })];
}

function checkedWords({ what, exitCode, timedOut, tail }: Checked, say: Say): string {
  const words = { what: plain(what) };
  if (exitCode === 0) return say('clone-check-passed', words);
  const line = say(timedOut ? 'clone-check-timed-out' : 'clone-check-failed', words);
  return tail.trim() === '' ? line : `${line}\n\n${fenced(tail)}`;
}

/** A command as one reads it; its file is untrusted. */
export function shown(argv: readonly string[]): string {
  return shorten(visible(argv.join(' ')), 100).replaceAll('`', "'");
}
