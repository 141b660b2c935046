import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { DiffFile } from '#ports/git/diff.ts';
import type { LogCommit } from '#ports/git/history.ts';
import type { Compared } from './diff-target.ts';
import { short } from './place.ts';

/** What the cards of one comparison are about. */
export interface DiffView extends Compared {
  readonly project: string;
  /** Names the message that is edited. */
  readonly id: string;
  readonly files: readonly DiffFile[];
  /** Absent for what is not committed, and for a range. */
  readonly commit?: LogCommit;
}

/** Files that one card offers as buttons: all of it is on the screen of a phone at once. */
const FILES = 6;
const LABEL = 32;
/** Repositories inside the tree that are named. */
const NAMED = 5;

/** The first card: what changed, by how much, and by whom; below, a button for each file. */
export function filesCard(
  view: DiffView,
  page: number,
  leftOut: readonly string[],
  say: Say,
): Card {
  const { files } = view;
  const count = Math.max(1, Math.ceil(files.length / FILES));
  const at = Math.min(page, count - 1);
  const shown = files.slice(at * FILES, (at + 1) * FILES);
  const rows = shown.map((file) => `- ${fileLine(file, say)}`);
  const unshown = leftOut
    .slice(0, NAMED)
    .map((path) => say('diff-left-out', { path: plain(visibleName(path)) }));
  const text = [
    head(view, say),
    files.length === 0 ? say('diff-empty') : rows.join('\n'),
    ...(count > 1 ? [say('diff-files-page', { page: at + 1, pages: count })] : []),
    ...unshown,
  ];
  const pick = shown.map((file, index): Button => ({
    label: `${SIGNS[file.change]} ${endOf(visibleName(file.path), LABEL)}`,
    ...to(view, 'file', String(at * FILES + index), '0'),
  }));
  const turn: Button[] = [
    ...(at > 0 ? [{ label: '◀', ...to(view, 'files', String(at - 1)) }] : []),
    ...(at + 1 < count ? [{ label: '▶', ...to(view, 'files', String(at + 1)) }] : []),
  ];
  const whole = files.length > 0 ? [wholeButton(view, say)] : [];
  const undo = view.commit ? [undoButton(view.project, view.commit.sha, say)] : [];
  const buttons = [...pick.map((each) => [each]), turn, [...whole, ...undo]];
  return { text: text.join('\n\n'), ring: false, buttons: buttons.filter((row) => row.length > 0) };
}

/** One screen of one file. */
export function pageCard(
  view: DiffView,
  at: { readonly file: number; readonly page: number; readonly pages: number },
  rows: readonly string[],
  say: Say,
): Card {
  const file = view.files[at.file];
  if (!file) return filesCard(view, 0, [], say);
  const where = say('diff-page', { page: at.page + 1, pages: at.pages });
  const body = rows.length > 0 ? fenced(rows.join('\n'), 'diff') : nothingToShow(file, say);
  const turn = (label: string, page: number): Button => ({
    label,
    ...to(view, 'file', String(at.file), String(page)),
  });
  const far = Math.max(10, Math.round(at.pages / 10));
  const pages: Button[] = [
    ...(at.page > far ? [turn('⏪', at.page - far)] : []),
    ...(at.page > 0 ? [turn('◀', at.page - 1)] : []),
    ...(at.page + 1 < at.pages ? [turn('▶', at.page + 1)] : []),
    ...(at.page + far < at.pages ? [turn('⏩', at.page + far)] : []),
  ];
  const next: Button[] =
    at.page + 1 === at.pages && at.file + 1 < view.files.length
      ? [{ label: say('diff-next-file'), ...to(view, 'file', String(at.file + 1), '0') }]
      : [];
  const back: Button = {
    label: say('diff-files'),
    ...to(view, 'files', String(Math.floor(at.file / FILES))),
  };
  return {
    text: `${fileLine(file, say)}${at.pages > 1 ? ` · ${where}` : ''}\n\n${body}`,
    ring: false,
    buttons: [pages, next, [back, wholeButton(view, say)]].filter((row) => row.length > 0),
  };
}

/** Opens the comparison of a commit; for cards that know only that. */
export function diffButton(project: string, sha: string, label: string): Button {
  return { label, command: 'diff_of', words: [project, sha], who: 'role' };
}

function undoButton(project: string, sha: string, say: Say): Button {
  return { label: say('git-undo-button'), command: 'undo_of', words: [project, sha], who: 'role' };
}

function wholeButton(view: DiffView, say: Say): Button {
  return { label: say('diff-whole'), ...to(view, 'whole') };
}

function to(view: DiffView, ...words: readonly string[]): Pick<Button, 'command' | 'words'> {
  return {
    command: 'diff_view',
    words: [view.project, view.id, view.from, view.to, ...words],
  };
}

const SIGNS = {
  added: '+',
  deleted: '−',
  modified: '·',
  renamed: '→',
  copied: '⧉',
  type: '⇄',
} as const satisfies Record<DiffFile['change'], string>;

function head({ project, files, commit, from, to }: DiffView, say: Say): string {
  const sum = (field: 'added' | 'removed') => files.reduce((total, file) => total + file[field], 0);
  const numbers = { files: files.length, added: sum('added'), removed: sum('removed') };
  const first = say('diff-head', { project, ...numbers });
  if (!commit) return `${first}\n${say('diff-range', { from: short(from), to: short(to) })}`;
  return [first, commitLine(commit, say)].join('\n');
}

/** Id, subject, author and time of a commit, as one line. */
export function commitLine(commit: LogCommit, say: Say): string {
  return say('git-commit-line', {
    sha: short(commit.sha),
    subject: plain(shorten(visible(commit.subject), 100)),
    actor: plain(shorten(visible(commit.author), 40)),
    at: { atMs: commit.atMs },
  });
}

/** Of a long path the end says most. */
function endOf(name: string, characters: number): string {
  const points = Array.from(name);
  return points.length <= characters ? name : `…${points.slice(1 - characters).join('')}`;
}

/** Name, and all that happened to a file. */
function fileLine(file: DiffFile, say: Say): string {
  const { change, oldPath, isBinary, oldMode, newMode, added, removed, sizeBytes } = file;
  const name = plain(visibleName(file.path));
  const parts = [
    oldPath === undefined ? name : `${plain(visibleName(oldPath))} → ${name}`,
    ...(change === 'modified' || change === 'renamed' ? [] : [say(`diff-change-${change}`)]),
    ...(isBinary
      ? [say('diff-binary', { size: { bytes: sizeBytes } })]
      : [`+${added} −${removed}`]),
    ...(change !== 'added' && change !== 'deleted' && oldMode !== newMode
      ? [say('diff-mode', { from: oldMode, to: newMode })]
      : []),
    ...(newMode === '160000' || oldMode === '160000' ? [say('diff-submodule')] : []),
  ];
  return parts.join(' · ');
}

function nothingToShow(file: DiffFile, say: Say): string {
  return file.isBinary ? say('diff-no-text') : say('diff-no-lines');
}
