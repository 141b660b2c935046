import type { Reply } from '../reply.ts';
import type { Script } from '../script.ts';
import type { Skill } from './skill.ts';

const MAX_COUNT = 600;
const COUNT_DELAY_MS = 200;
const GREETING =
  /^\s*(?:hi|hello|hey|good (?:morning|day|evening)|привет|здравствуй(?:те)?|добр(?:ый|ое|ой) (?:день|утро|вечер))[\s!.,)]*$/iu;
const COUNT =
  /(?:count\s+slowly|slowly\s+count|медленно\s+(?:по)?считай|(?:по)?считай\s+медленно)\D*(\d+)/iu;
const FINISHED =
  /^An async command you ran earlier has completed\.[\s\S]*?are:\s*([\s\S]*?)\n\nPlease/u;

/** "hello". */
export const greet: Skill = (text, _hands, words) =>
  GREETING.test(text) ? say({ text: `${words.greeting} ${words.abilities}` }) : undefined;

/** "count slowly to 20": an answer that takes its time, to be stopped. */
export const countSlowly: Skill = (text) => {
  const to = Number(COUNT.exec(text)?.[1] ?? 0);
  if (to < 1) return undefined;
  const numbers = Array.from({ length: Math.min(to, MAX_COUNT) }, (_, index) => index + 1);
  return say({ text: numbers.join(' '), chunkDelayMs: COUNT_DELAY_MS });
};

/** OpenClaw's note that a command it had put into the background has ended. */
export const relayFinished: Skill = (text, _hands, words) => {
  const details = FINISHED.exec(text)?.[1];
  return details === undefined ? undefined : say({ text: words.finished(details) });
};

/** Anything else: what it can do, and how to get a real model. */
export const explain: Skill = (_text, _hands, words) => say({ text: words.abilities });

// oxlint-disable-next-line require-yield -- a script without calls
function* say(reply: Reply): Script {
  return reply;
}
