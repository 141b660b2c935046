import type { Hands } from '../hands.ts';
import { parseRan, type Ran } from '../results.ts';
import type { Script, Step } from '../script.ts';
import type { Words } from '../words.ts';

/** Reads a request and says what to do about it; `undefined` when it is about something else. */
export type Skill = (text: string, hands: Hands, words: Words) => Script | undefined;

/** About ten minutes of waiting for one command. */
const MAX_POLLS = 20;

/** Runs a command and waits for its end; `running` when it outlasts all patience. */
export function* runToEnd(hands: Hands, command: string): Generator<Step, Ran, string> {
  const first = parseRan(yield hands.run(command));
  if (first.kind !== 'running' || !first.sessionId) return first;
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const ran = parseRan(yield hands.poll(first.sessionId));
    if (ran.kind !== 'running') return ran;
  }
  return first;
}

/** The text that a request puts in quotes after "answers": `that answers "hi"`. */
export function quotedAnswer(text: string): string | undefined {
  const pattern =
    /(?:answers?|repl(?:y|ies)|returns?|says?|отвеча\p{L}*|возвраща\p{L}*|ответ\p{L}*)(?:\s+with)?[\s:,]+(?:"([^"]+)"|'([^']+)'|«([^»]+)»|“([^”]+)”|`([^`]+)`)/iu;
  return pattern.exec(text)?.slice(1).find(Boolean);
}

/** `text` as a string literal of TypeScript in single quotes. */
export function literal(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return `'${inner.replaceAll("'", String.raw`\'`)}'`;
}
