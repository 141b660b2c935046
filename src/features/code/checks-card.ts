import { stripVTControlCharacters } from 'node:util';
import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Checked } from './checks.ts';
import { stopButton } from './progress-card.ts';

const TAIL_LINES = 25;
const TAIL_CHARS = 1_500;
const CELLS = 8;

/** The card while checks run: how many there are is known. */
export function checksProgress(
  about: {
    readonly project: string;
    readonly operationId: string;
    readonly check: string;
    readonly done: readonly Checked[];
    readonly total: number;
  },
  say: Say,
): Card {
  const { project, done, total } = about;
  const filled = Math.floor((done.length / total) * CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(CELLS - filled);
  const check = plain(shorten(about.check, 60));
  const running = say('checks-running', { project, check, bar, done: done.length, total });
  return {
    text: [running, ...done.map((each) => rowOf(each, say))].join('\n'),
    ring: false,
    buttons: [[stopButton(about.operationId, say)]],
  };
}

/** How they ended; of the first that failed, the end of what it printed. */
export function checksCard(
  checked: readonly Checked[],
  { project, id }: { readonly project: string; readonly id: string },
  say: Say,
): Card {
  const failed = checked.filter(({ isPassed }) => !isPassed);
  const [first] = failed;
  const rows = checked.map((each) => rowOf(each, say)).join('\n');
  const again: Button = {
    label: say('turn-again'),
    command: 'test_of',
    words: [project, ...(checked.length === 1 && first ? [first.name] : [])],
    who: 'role',
  };
  if (!first) {
    return { text: `${say('checks-passed', { project })}\n\n${rows}`, buttons: [[again]] };
  }
  const fix: Button = {
    label: say('checks-fix'),
    command: 'fix_of',
    words: [id],
    style: 'primary',
    who: 'role',
  };
  const head = say('checks-failed', { project, count: failed.length });
  const tail = tailOf(first.output);
  const printed = tail === '' ? [] : [fenced(tail)];
  return { text: [head, rows, ...printed].join('\n\n'), buttons: [[fix, again]] };
}

function rowOf({ name, command, isPassed, timedOut, elapsedMs }: Checked, say: Say): string {
  const about = { name: plain(shorten(name, 60)), command: plain(shorten(command, 80)) };
  const elapsed = { elapsedMs };
  const key = isPassed ? 'checks-row-passed' : timedOut ? 'checks-row-late' : 'checks-row-failed';
  return say(key, { ...about, elapsed });
}

function tailOf(output: string): string {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const tail = lines.slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARS);
  return tail.replaceAll(/[^\n\t]+/gu, visible);
}
