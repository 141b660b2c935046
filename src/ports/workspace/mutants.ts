/** One change of one line of code that must not go unnoticed. */
export interface Mutant {
  /** Counts from 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What turns working code into code that does something else; never into code that cannot run. */
const CHANGES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/ [=!]== /gu, (found) => (found === ' === ' ? ' !== ' : ' === ')],
  [/ (?:<=|>=|<|>) /gu, (found) => (found.includes('<') ? ' >= '.replace(found, ' > ') : ' < ')],
  [/ (?:&&|\|\|) /gu, (found) => (found === ' && ' ? ' || ' : ' && ')],
  [/(?<=[\w)\]] )[+*](?= [\w(])/gu, (found) => (found === '+' ? '-' : '/')],
  [/\b(?:true|false)\b/gu, (found) => String(found === 'false')],
  [/\bif \(!?(?=\w)/gu, (found) => (found.endsWith('!') ? 'if (' : 'if (!')],
  // Of an HTTP answer.
  [/(?<![\w'.])[2-5]\d\d(?![\w_])/gu, (found) => String(Number(found) + 1)],
];

/** Every such change of `source`, top to bottom, one at a time. Comments and types are left alone. */
export function mutantsOf(source: string): readonly Mutant[] {
  return source.split('\n').flatMap((before, index) =>
    /^\s*(?:\/[/*]|\*|import |export type |readonly |type )/u.test(before)
      ? []
      : CHANGES.flatMap(([pattern, change]) =>
          [...before.matchAll(pattern)].map(({ index: at, 0: found }) => ({
            line: index + 1,
            before,
            after: before.slice(0, at) + change(found) + before.slice(at + found.length),
          })),
        ),
  );
}

/** `source` with one line changed. */
export function withMutant(source: string, { line, after }: Mutant): string {
  return source
    .split('\n')
    .with(line - 1, after)
    .join('\n');
}
