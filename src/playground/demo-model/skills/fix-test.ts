import type { Hands } from '../hands.ts';
import { failure, fileContent } from '../results.ts';
import type { Script, Step } from '../script.ts';
import type { Words } from '../words.ts';
import type { Skill } from './skill.ts';
import { runTests } from './run-tests.ts';

/** Each round mends one text; a project with more to mend needs a real model. */
const MAX_ROUNDS = 5;

interface Difference {
  /** The file that the failing test stands beside. */
  readonly path: string;
  readonly actual: string;
  readonly expected: string;
}

/** "fix the failing test": where the code says another text than its test expects. */
export const fixTest: Skill = (text, hands, words) =>
  /(?:\bfix|\brepair|почин|исправ)/iu.test(text) && /\btests?\b|тест/iu.test(text)
    ? run(hands, words)
    : undefined;

function* run(hands: Hands, words: Words): Script {
  const done: string[] = [];
  for (let round = 0; ; round++) {
    const { state, output, report } = yield* runTests(hands, words);
    if (state === 'not-run') return { text: [...done, report].join('\n\n') };
    if (state === 'passed') {
      return { text: [...(done.length > 0 ? done : [words.nothingToFix()]), report].join('\n\n') };
    }
    const fixed = round < MAX_ROUNDS ? yield* fixOne(output, hands, words) : undefined;
    if (!fixed) return { text: [...done, words.cannotFix(), report].join('\n\n') };
    done.push(fixed);
  }
}

function* fixOne(
  output: string,
  hands: Hands,
  words: Words,
): Generator<Step, string | undefined, string> {
  for (const { path, actual, expected } of differences(output)) {
    const content = fileContent(yield hands.read(path)) ?? '';
    for (const [oldText, newText] of [[actual, expected] as const, narrow(actual, expected)]) {
      if (oldText === '' || content.split(oldText).length !== 2) continue;
      if (!failure(yield hands.replace(path, oldText, newText)))
        return words.fixed(path, oldText, newText);
    }
  }
  return undefined;
}

/** A text as Node prints it. Escapes are not understood. */
const QUOTED = String.raw`(?:'([^'\\\n]*)'|"([^"\\\n]*)")`;
const SHORT = new RegExp(String.raw`^ *${QUOTED} !== ${QUOTED}$`, 'mu');
const ADDED = new RegExp(String.raw`^ *\+ .*?${QUOTED},?$`, 'gmu');
const REMOVED = new RegExp(String.raw`^ *- .*?${QUOTED},?$`, 'gmu');

/** Failing assertions about one text, in the words of `node --test`. */
export function differences(output: string): Difference[] {
  const [, ...failures] = output.split(/^test at /mu);
  return failures.flatMap((block) => {
    const path = /^(\S+)\.test\.ts:/u.exec(block)?.[1];
    const short = SHORT.exec(block);
    const added = short ? [short[1] ?? short[2]] : quotedTexts(block, ADDED);
    const removed = short ? [short[3] ?? short[4]] : quotedTexts(block, REMOVED);
    const [actual, expected] = [added[0], removed[0]];
    if (!path || actual === undefined || expected === undefined) return [];
    return added.length === 1 && removed.length === 1
      ? [{ path: `${path}.ts`, actual, expected }]
      : [];
  });
}

function quotedTexts(block: string, pattern: RegExp): (string | undefined)[] {
  return [...block.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}

/** The words in which two texts differ: the rest may come from a variable. */
function narrow(actual: string, expected: string): readonly [string, string] {
  const from = actual.split(' ');
  const to = expected.split(' ');
  while (from.length > 1 && to.length > 1 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  while (from.length > 1 && to.length > 1 && from.at(-1) === to.at(-1)) {
    from.pop();
    to.pop();
  }
  return [from.join(' '), to.join(' ')];
}
