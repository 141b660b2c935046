import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { Change, ChangeSummary, Comment, Review } from '#ports/forge/port.ts';
import { changeButtons, type Reader } from './buttons.ts';
import { short } from './place.ts';
import type { ChangeView } from './view.ts';

/** Of each kind, the newest are shown. */
const REVIEWS = 6;
const COMMENTS = 6;
const CHECKS = 10;
const LINES = 10;
/** Files that an answer names. */
const NAMED = 15;

/** A change as one card. */
export function changeCard(view: ChangeView, reader: Reader, say: Say, note?: string): Card {
  const { change, files, count } = view;
  const { project, number, state, source, target, head, author } = change;
  const sum = (field: 'added' | 'removed') => files.reduce((total, file) => total + file[field], 0);
  const numbers = {
    commits: count,
    files: files.length,
    added: sum('added'),
    removed: sum('removed'),
  };
  const ended = change.endedBy && say('pr-ended-by', { actor: nameOf(change.endedBy.name) });
  const lines = change.description.split('\n').filter((line) => line.trim() !== '');
  const paragraphs = [
    ...(note === undefined ? [] : [note]),
    [say('pr-head', { project, number }), say(`pr-state-${state}`), ended]
      .filter((part) => part !== undefined)
      .join(' · '),
    `**${line(change.title, 120)}**`,
    say('pr-branches', {
      source: nameOf(source),
      target: nameOf(target),
      sha: short(head),
      ...numbers,
    }),
    say('pr-by', { actor: nameOf(author.name), at: { atMs: change.createdAtMs } }),
    lines
      .slice(0, LINES)
      .map((each) => line(each, 160))
      .join('\n'),
    list(change.reviews.slice(-REVIEWS).map((each) => reviewLine(each, change, say))),
    list(change.comments.slice(-COMMENTS).map((each) => commentLine(each, say))),
    list(
      (change.checks ?? [])
        .slice(0, CHECKS)
        .map(({ name, state }) => `${CHECK[state]} ${line(name, 80)}`),
    ),
    change.url === undefined ? '' : plain(change.url),
  ];
  const text = paragraphs.filter((each) => each !== '').join('\n\n');
  return { text, buttons: changeButtons(view, reader, say) };
}

/** All changes of a project, as far as one card holds them. */
export function listCard(project: string, changes: readonly ChangeSummary[], say: Say): Card {
  const rows = changes.map(({ number, title, state, source, author }) => {
    const words = {
      number,
      title: line(title, 80),
      source: nameOf(source),
      actor: nameOf(author.name),
    };
    return `- ${STATE[state]} ${say('pr-line', words)}`;
  });
  const open = changes.filter(({ state }) => state === 'open');
  const taps = open.slice(0, 8).map((change): readonly Button[] => [
    {
      label: shorten(`#${change.number} ${visible(change.title)}`, 40),
      command: 'pr_of',
      words: [project, String(change.number)],
      who: 'role',
    },
  ]);
  const propose: Button = {
    label: say('pr-open-button'),
    command: 'pr_do',
    words: [project, 'open'],
  };
  const head = say(changes.length === 0 ? 'pr-none' : 'pr-list', { project });
  return {
    text: [head, rows.join('\n'), say('pr-usage')].filter((each) => each !== '').join('\n\n'),
    buttons: [...taps, [propose]],
  };
}

/** Names of files, one below the other; what is not named is counted. */
export function pathList(paths: readonly string[], say: Say): string {
  const rows = paths.slice(0, NAMED).map((path) => `- ${plain(shorten(visibleName(path), 120))}`);
  const hidden = paths.length - rows.length;
  return [...rows, ...(hidden > 0 ? [say('git-more-paths', { count: hidden })] : [])].join('\n');
}

/** A name of a person or branch, as a card shows it. */
export function nameOf(name: string): string {
  return line(name, 80);
}

const STATE = { open: '🟢', merged: '🟣', closed: '⚪️' } as const;
const CHECK = { running: '⏳', passed: '✅', failed: '❌' } as const;

function line(text: string, characters: number): string {
  return plain(shorten(visible(text), characters));
}

function list(rows: readonly string[]): string {
  return rows.map((row) => `- ${row}`).join('\n');
}

function reviewLine({ verdict, by, comment, atSha }: Review, { head }: Change, say: Say): string {
  const words = { actor: nameOf(by.name), sha: short(atSha) };
  const what = say(verdict === 'approve' ? 'pr-approved' : 'pr-requested', words);
  const when = atSha === head ? '' : ` ${say('pr-earlier')}`;
  return `${what}${when}${comment === '' ? '' : `: ${line(comment, 300)}`}`;
}

function commentLine({ by, text, path, line: at }: Comment, say: Say): string {
  const place =
    path === undefined ? '' : `${line(path, 100)}${at === undefined ? '' : `:${at}`} · `;
  return say('pr-commented', { actor: nameOf(by.name), text: `${place}${line(text, 300)}` });
}
