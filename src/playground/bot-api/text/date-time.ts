/** How a date shows: `r`, or a weekday, a date and a time, each at most once. */
export type DateTimeFormat = 'r' | `${'w' | ''}${'d' | 'D' | ''}${'t' | 'T' | ''}`;

/** The format in Telegram's order of letters, or nothing when it is none. */
export function readDateTimeFormat(format: string): DateTimeFormat | undefined {
  if (format === 'r') return 'r';
  if (!/^[wdDtT]*$/u.test(format)) return undefined;
  const groups = [/w/gu, /d/giu, /t/giu].map((letters) => format.match(letters) ?? []);
  if (groups.some(({ length }) => length > 1)) return undefined;
  return groups.flat().join('') as DateTimeFormat;
}
