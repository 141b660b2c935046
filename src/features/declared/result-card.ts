import { stripVTControlCharacters } from 'node:util';
import { type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { visible } from '#lib/visible.ts';

/** How a program ended, as the journal keeps it. */
export type Ended =
  | {
      readonly kind: 'ended';
      /** Absent: the time limit ended it. */
      readonly exitCode?: number;
      readonly elapsedMs: number;
      /** The end of what it printed. Masked; untrusted. */
      readonly output: string;
    }
  /** It was cut off by a crash or a restart: how far it came nobody knows. */
  | { readonly kind: 'cut-off' };

/** What the card is about. */
interface About {
  readonly command: string;
  readonly project: string;
  readonly sha: string;
  readonly timeoutMs: number;
}

const TAIL_LINES = 25;
const TAIL_CHARS = 1_500;

/** How it ended, with the end of what was printed; what is longer comes as a file too. */
export function resultCard(ended: Ended, about: About, say: Say): Card {
  const { command, project, sha, timeoutMs } = about;
  const words = { command: plain(command), project: plain(project), sha: sha.slice(0, 7) };
  if (ended.kind === 'cut-off') return { text: say('declared-cut-off', words) };
  const { exitCode, elapsedMs } = ended;
  const elapsed = { elapsedMs };
  const head =
    exitCode === undefined
      ? say('declared-late', { ...words, seconds: Math.round(timeoutMs / 1_000) })
      : exitCode === 0
        ? say('declared-done', { ...words, elapsed })
        : say('declared-failed', { ...words, elapsed, code: String(exitCode) });
  const printed = stripVTControlCharacters(ended.output).trimEnd();
  if (printed === '') return { text: `${head}\n\n${say('declared-silent')}` };
  const tail = printed.split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARS);
  const text = `${head}\n\n${fenced(tail.replaceAll(/[^\n\t]+/gu, visible))}`;
  if (tail === printed) return { text };
  return { text, file: { name: `${command}-${sha.slice(0, 7)}.txt`, content: `${printed}\n` } };
}

/** The program as one would type it, for people: nothing reads it back. */
export function shownArgv(argv: readonly string[]): string {
  const words = argv.map((each) => (/^[\w@%+=:,./-]+$/u.test(each) ? each : JSON.stringify(each)));
  return visible(words.join(' '));
}
