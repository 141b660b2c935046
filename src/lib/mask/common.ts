/** A longer number is made by chance. */
const MOST_DIGITS = 16;
/** No word is so long; what is, is a passphrase without spaces. */
const MOST_WORD = 20;
/** Of words with something between, such as `node_modules` and `getElement`. */
const MOST_WORDS = 14;
const LEAST_DIFFERENT = 4;

const NUMBER = /^[\d\s.,:/+-]+$/u;
const WORD = /^\p{Lu}?\p{Ll}+$|^\p{Lu}+$/u;
/** Letters in both cases by chance have parts of one letter, and more of them. */
const PART = String.raw`(?:\p{Lu}?\p{Ll}{2,}|\p{Lu}{2,})`;
const WORDS = new RegExp(String.raw`^${PART}(?:[\s._/:-]?${PART}){0,2}[;,.:]?$`, 'u');

/**
 * Says whether `value` is a word, a number or a few signs: masking it would tear apart texts that
 * have nothing to do with it.
 */
export function isCommon(value: string): boolean {
  if (new Set(value).size < LEAST_DIFFERENT) return true;
  if (!/[\p{L}\d]/u.test(value)) return true;
  if (NUMBER.test(value)) return value.replaceAll(/\D/gu, '').length < MOST_DIGITS;
  if (value.length < MOST_WORD && WORD.test(value)) return true;
  return value.length < MOST_WORDS && WORDS.test(value);
}
