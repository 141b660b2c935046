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
 * The `<details>` that begins with the token at `at`; `undefined` when none begins there or it does
 * not end, as in an answer that is still being written. It is the one piece of HTML that we take.
 */
export function detailsAt(tokens: readonly Token[], at: number): Details | undefined {
  const begin = BEGIN.exec(tokens[at]?.type === 'html' ? tokens[at].raw : '');
  if (!begin) return undefined;
  let source = '';
  let level = 0;
  for (let next = at; next < tokens.length; next += 1) {
    const { type = '', raw = '' } = tokens[next] ?? {};
    source += raw;
    if (type === 'html') level += count(raw, /<details\b/giu) - count(raw, /<\/details>/giu);
    if (level > 0) continue;
    const end = source.toLowerCase().lastIndexOf(END);
    return {
      summary: begin.groups?.['summary'] ?? '',
      inner: source.slice(begin[0].length, end),
      isOpen: begin.groups?.['open'] !== undefined,
      tail: source.slice(end + END.length),
      tokens: next - at + 1,
    };
  }
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
