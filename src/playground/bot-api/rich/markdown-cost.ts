import { refusal } from '../refusal.ts';

/** Each level is parsed with all that is in it; 16 are allowed, and this many cost little. */
const MANY_LEVELS = /^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])(?=[ \t>])){500}/mu;
/** Steps that finding the ends of links may take: a third of a second or so. */
const MAX_STEPS = 20_000_000;

/** Refuses Markdown whose parsing would hold up everybody else. @throws {Refusal} */
export function checkMarkdownCost(source: string): void {
  if (MANY_LEVELS.test(source)) throw refusal('RICH_MESSAGE_DEPTH_INVALID');
  if (bracketSteps(source) > MAX_STEPS)
    throw refusal('Too many brackets are open (the words are of the emulator)');
}

/** For each bracket that opens, the way to the one that closes it, or to the paragraph's end. */
function bracketSteps(source: string): number {
  let steps = 0;
  let open: number[] = [];
  const endAll = (at: number): void => {
    for (const from of open) steps += at - from;
    open = [];
  };
  for (const { 0: mark, index } of source.matchAll(/\\.|[[\]]|\n[ \t]*\n/gsu)) {
    if (mark === '[') open.push(index);
    else if (mark === ']') steps += index - (open.pop() ?? index);
    else if (mark.startsWith('\n')) endAll(index);
  }
  endAll(source.length);
  return steps;
}
