/** `text` as one word of a POSIX shell, whatever it holds (a NUL apart, which no argument can). */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
