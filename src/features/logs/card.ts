import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { type LogWish, MOST_LINES, wordsOf } from './wish.ts';

/** What is shown, and of what. */
export interface Shown {
  /** Absent: of the bot or its gateway. */
  readonly project?: string;
  readonly wish: LogWish;
  readonly lines: readonly string[];
}

/** What a card holds; more comes as a file. */
const MOST_CARD_LINES = 60;
const MOST_CARD_CHARS = 3_000;
const MOST_LINE_CHARS = 400;

/** The newest lines that fit, and buttons for more of them. */
export function logsCard(shown: Shown, say: Say): Card {
  const fit = newest(shown.lines);
  const more = shown.lines.length - fit.length;
  return {
    text: [
      headOf(shown, say),
      ...(fit.length === 0 ? [say('logs-nothing')] : [fenced(fit.join('\n'))]),
      ...(more > 0 ? [say('logs-more', { shown: fit.length, count: shown.lines.length })] : []),
    ].join('\n\n'),
    buttons: buttonsOf(shown, say),
  };
}

/** All of the lines as a file. */
export function logsFile(shown: Shown, nowMs: number, say: Say): Card {
  const { project, wish, lines } = shown;
  if (lines.length === 0) return logsCard(shown, say);
  const at = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '');
  const names = [project, wish.system ?? wish.environment, wish.service].filter(Boolean);
  const name = `${names.join('-').replaceAll(/[^\w.-]+/gu, '_')}-${at}.log`;
  const text = `${headOf(shown, say)}\n\n${say('logs-file', { count: lines.length })}`;
  return { text, file: { name, content: `${lines.join('\n')}\n` } };
}

/** Says whether so many lines are shown as a file at once. */
export function isForFile({ lines }: LogWish): boolean {
  return lines > MOST_CARD_LINES;
}

/** The card of a follow: while it goes on `end` is absent. */
export function followCard(
  shown: Shown,
  { id, end }: { readonly id: string; readonly end?: string },
  say: Say,
): Card {
  const fit = newest(shown.lines);
  const body = fit.length === 0 ? say('logs-nothing') : fenced(fit.join('\n'));
  const stop: Button = {
    label: say('logs-stop'),
    command: 'logs_of',
    words: [shown.project ?? NO_PROJECT, 'stop', id],
    style: 'danger',
  };
  const rows = end === undefined ? [[stop, fileButton(shown, say)]] : buttonsOf(shown, say);
  const foot = end ?? say('logs-following');
  return { text: [headOf(shown, say), body, foot].join('\n\n'), ring: false, buttons: rows };
}

/** Stands for no project in the words of a button; no project is called so. */
export const NO_PROJECT = '-';

function headOf({ project, wish }: Shown, say: Say): string {
  const { system, environment, service, level, search } = wish;
  const parts = [
    ...(system ? [`**${say(`logs-${system}`)}**`] : [`**${plain(project ?? '')}**`]),
    ...(environment === undefined ? [] : [plain(environment)]),
    ...(service === undefined ? [] : [plain(service)]),
    ...(level === undefined ? [] : [say(`logs-level-${level}`)]),
    ...(search === undefined ? [] : [plain(`“${search}”`)]),
  ];
  return `📜 ${parts.join(' · ')}`;
}

function buttonsOf(
  { project = NO_PROJECT, wish }: Shown,
  say: Say,
): readonly (readonly Button[])[] {
  const button = (key: string, action: string, changed: Partial<LogWish> = {}): Button => ({
    label: say(key),
    command: 'logs_of',
    words: [project, action, ...wordsOf({ ...wish, ...changed })],
  });
  const errors = wish.level === 'error' ? [] : [button('logs-errors', 'show', { level: 'error' })];
  return [
    [button('logs-follow', 'follow'), button('logs-again', 'show')],
    [...errors, fileButton({ project, wish }, say)],
  ];
}

function fileButton(
  { project = NO_PROJECT, wish }: Pick<Shown, 'project' | 'wish'>,
  say: Say,
): Button {
  return {
    label: say('logs-file-button'),
    command: 'logs_of',
    words: [project, 'file', ...wordsOf({ ...wish, lines: MOST_LINES })],
  };
}

/** From the end backwards, as many as there is room for. */
function newest(lines: readonly string[]): readonly string[] {
  const fit: string[] = [];
  let chars = 0;
  for (const line of lines.slice(-MOST_CARD_LINES).toReversed()) {
    const short = line.length > MOST_LINE_CHARS ? `${cut(line)}…` : line;
    chars += short.length + 1;
    if (chars > MOST_CARD_CHARS) break;
    fit.unshift(short);
  }
  return fit;
}

/** Not through the middle of a letter. */
function cut(line: string): string {
  return line.slice(0, MOST_LINE_CHARS).replace(/[\uD800-\uDBFF]$/u, '');
}
