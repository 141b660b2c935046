import type { Rule } from './scan.ts';

/** So much of a value gives it away when a text was cut in the middle of it. */
const CUT_CHARS = 8;

/** Finds `needle` as it is, and its beginning where the text ends or was cut by `…` inside of it. */
export function exactRule(needle: string): Rule {
  return {
    kind: 'loaded',
    trigger: needle,
    mayBeCut: true,
    locate({ text }, at) {
      if (text.startsWith(needle, at)) return { start: at, end: at + needle.length };
      let same = 0;
      while (same < needle.length && text.charCodeAt(at + same) === needle.charCodeAt(same))
        same += 1;
      const end = at + same;
      const isCut = end === text.length || text.charAt(end) === '…' || text.startsWith('...', end);
      return same >= CUT_CHARS && isCut ? { start: at, end } : undefined;
    },
  };
}
