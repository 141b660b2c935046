/** The first `max` code points, without blanks around them: td cuts names that are too long. */
export function cut(text: string, max: number): string {
  return Array.from(text.trim()).slice(0, max).join('').trim();
}
