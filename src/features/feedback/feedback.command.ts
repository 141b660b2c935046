import { type Card, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { kindWord } from '#operations/kind-word.ts';
import type { Feedback, Vote } from '#ports/store/feedback.ts';

interface Options {
  readonly feedback: Feedback;
  readonly now: () => number;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;
const WEEKS = 4;
const COMMENTS = 10;
const MAX_EXPORTED = 100_000;

/** `/feedback`: how often people liked what, week by week, and what they said. */
export function feedbackCommand({ feedback, now }: Options): Command {
  return {
    name: 'feedback',
    role: 'owner',
    listed: true,
    privateOnly: true,
    async run({ words: [word] }, { say }) {
      if (word === 'export')
        return exported(await feedback.list({ limit: MAX_EXPORTED }), now(), say);
      const comments = await feedback.list({ commented: true, limit: COMMENTS });
      const weeks = await weekLines(feedback, now(), say);
      if (weeks.length === 0 && comments.length === 0) return { text: say('feedback-none') };
      const parts = [
        say('feedback-title'),
        weeks.join('\n'),
        ...(comments.length === 0 ? [] : [say('feedback-comments')]),
        comments.map((vote) => commentLine(vote, say)).join('\n'),
      ];
      const button = { label: say('feedback-export'), command: 'feedback', words: ['export'] };
      return { text: parts.filter((part) => part !== '').join('\n\n'), buttons: [[button]] };
    },
  };
}

/** The newest week first; weeks begin on Monday, UTC. */
async function weekLines(feedback: Feedback, nowMs: number, say: Say): Promise<readonly string[]> {
  const lines: string[] = [];
  let newer = new Map<string, number>();
  for (let week = 0; week < WEEKS; week += 1) {
    const fromMs = mondayOf(nowMs) - week * WEEK_MS;
    const since = new Map(
      (await feedback.counts(fromMs)).map(({ kind, vote, count }) => [`${vote} ${kind}`, count]),
    );
    const of = (vote: 'up' | 'down', kind: string): number => {
      const name = `${vote} ${kind}`;
      return (since.get(name) ?? 0) - (newer.get(name) ?? 0);
    };
    const kinds = new Set([...since.keys()].map((name) => name.slice(name.indexOf(' ') + 1)));
    const counted = [...kinds].filter((kind) => of('up', kind) + of('down', kind) > 0);
    const words = counted.map((kind) =>
      say('feedback-kind', {
        kind: plain(kindWord(kind, say)),
        up: of('up', kind),
        down: of('down', kind),
      }),
    );
    if (words.length > 0) {
      const from = { atMs: fromMs, show: 'day' } as const;
      lines.push(say('feedback-week', { from, kinds: words.join(' · ') }));
    }
    newer = since;
  }
  return lines;
}

/** 1970 began on a Thursday. */
function mondayOf(atMs: number): number {
  const dayMs = WEEK_MS / 7;
  const shiftMs = 3 * dayMs;
  return Math.floor((atMs + shiftMs) / WEEK_MS) * WEEK_MS - shiftMs;
}

function commentLine(
  { vote, actorName, project, kind, comment = '', atMs }: Vote,
  say: Say,
): string {
  const about = [project, kindWord(kind, say)].filter((each) => each !== undefined).map(plain);
  const who = [plain(shorten(actorName, 24)), ...about].join(' · ');
  const text = plain(shorten(comment, 200));
  const at = { atMs, show: 'day' } as const;
  return say('feedback-comment', { mark: say(`vote-${vote}`), who, at, text });
}

function exported(votes: readonly Vote[], nowMs: number, say: Say): Card {
  if (votes.length === 0) return { text: say('feedback-none') };
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const rows = votes.map((vote) => JSON.stringify(vote)).toReversed();
  return {
    text: say('feedback-exported', { count: votes.length }),
    file: { name: `feedback-${day}.jsonl`, content: `${rows.join('\n')}\n` },
  };
}
