/** `text` on one line of at most `characters` code points; what is cut off is marked by `…`. */
export function shorten(text: string, characters: number): string {
  const points = Array.from(text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim());
  return points.length <= characters
    ? points.join('')
    : `${points.slice(0, characters - 1).join('')}…`;
}
