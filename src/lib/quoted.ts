const UNFIT = /[<\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * `value` as it may stand among words that somebody obeys: a JSON literal on one line, exact, which
 * its text cannot end, which opens no tag, and in which nothing hides.
 */
export function quoted(value: unknown): string {
  return JSON.stringify(value).replaceAll(UNFIT, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((code) => String.raw`\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
