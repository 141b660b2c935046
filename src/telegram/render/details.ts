import type { Token } from 'marked';

/** A `<details>` of the source, taken apart. All are Markdown. */
export interface Details {
  readonly summary: string;
  readonly inner: string;
  readonly isOpen: boolean;
  /** What stands behind its end on the same lines. */
  readonly tail: string;
  /** How many tokens it takes. */
  readonly tokens: number;
}

const BEGIN =
  /^\s*<details(?<open>\s+open(?:="")?)?\s*>\s*(?:<summary>(?<summary>[\s\S]*?)<\/summary>)?/iu;
const END = '</details>';

/**
 * Finds the `<details>` that begins with a token; `undefined` when none begins there or it does not
 * end, as in an answer that is still being written. It is the one piece of HTML that we take.
 */
export function detailsIn(tokens: readonly Token[]): (at: number) => Details | undefined {
  const ends = endsIn(tokens);
  return (at) => {
    const last = ends.get(at);
    const begin = BEGIN.exec(last === undefined ? '' : (tokens[at]?.raw ?? ''));
    if (last === undefined || !begin) return undefined;
    const source = tokens
      .slice(at, last + 1)
      .map(({ raw }) => raw)
      .join('');
    const end = source.toLowerCase().lastIndexOf(END);
    return {
      summary: begin.groups?.['summary'] ?? '',
      inner: source.slice(begin[0].length, end),
      isOpen: begin.groups?.['open'] !== undefined,
      tail: source.slice(end + END.length),
      tokens: last - at + 1,
    };
  };
}

/**
 * Pairs beginnings with the tokens in which they end, in one pass: an answer that is being written
 * may have thousands that do not end.
 */
function endsIn(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  /** Tokens that begin, the innermost last, with the level outside of them. */
  const begun: { readonly at: number; readonly outside: number }[] = [];
  let level = 0;
  for (const [at, { type, raw }] of tokens.entries()) {
    if (type !== 'html') continue;
    const opens = count(raw, /<details\b/giu);
    if (opens > 0) begun.push({ at, outside: level });
    level += opens - count(raw, /<\/details>/giu);
    for (let inner = begun.at(-1); inner && level <= inner.outside; inner = begun.at(-1)) {
      ends.set(inner.at, at);
      begun.pop();
    }
  }
  return ends;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
