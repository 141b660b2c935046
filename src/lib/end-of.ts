/** The end of a text, at most so long, from where a line begins in it; see `afterCut`. */
export function endOf(text: string, mostChars: number): string {
  // With what stands before it, which tells whether a line begins there.
  return text.length <= mostChars ? text : afterCut(text.slice(-mostChars - 1));
}

/**
 * What is whole of a text that was cut off in front: from where a line begins, or a word where it is
 * one line. The half of a secret that would stand before it nobody knows for one.
 */
export function afterCut(text: string): string {
  const line = text.search(/\n[^]/u);
  const begin = line === -1 ? text.search(/\s\S/u) : line;
  return begin === -1 ? '' : text.slice(begin + 1);
}
