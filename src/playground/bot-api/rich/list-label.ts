/** How an ordered list counts, as in HTML. */
export type NumberingType = 'a' | 'A' | 'i' | 'I' | '1';

const ROMAN = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const;

/** What stands before an item of an ordered list. */
export function listLabel(value: number, type: NumberingType): string {
  switch (type) {
    case 'a':
      return `${letters(value)}.`;
    case 'A':
      return `${letters(value).toUpperCase()}.`;
    case 'i':
      return `${roman(value)}.`;
    case 'I':
      return `${roman(value).toUpperCase()}.`;
    case '1':
      return `${value}.`;
  }
}

function letters(value: number): string {
  if (value < 1) return String(value);
  const rest = Math.floor((value - 1) / 26);
  const last = String.fromCodePoint(97 + ((value - 1) % 26));
  return rest === 0 ? last : letters(rest) + last;
}

function roman(value: number): string {
  if (value < 1 || value > 3_999) return String(value);
  let rest = value;
  let digits = '';
  for (const [worth, digit] of ROMAN) for (; rest >= worth; rest -= worth) digits += digit;
  return digits;
}
