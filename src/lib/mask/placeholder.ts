const WORDS = /your[_-]|placeholder|change[_-]?me|redacted|masked|xxxx|\.\.\.|\*\*\*/iu;
const NAMES = /^(?:my|example|sample|dummy|fake|insert|replace|some)[_-]|[_-](?:example|here)$/iu;
const REFERENCE =
  /^(?:\$|<|%|@|&|\{|process\.env|import\.meta|os\.|env[.[(]|secrets?\.|vars?\.|config\.|data:|file:|https?:|\/|\.\/|~)/iu;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const VERSION = /^[~^v<>=]*\d+\.\d+/u;
const INTEGRITY = /^sha(?:1|256|384|512)-/u;
const DATE = /^\d{4}-\d\d-\d\d/u;

/** Enough of a value to tell what it is. */
const MOST_CHARS = 128;

/** Says whether `value` stands for a secret without being one: `YOUR_TOKEN`, `xxxxxxxx`, `0000…`. */
export function isPlaceholder(value: string): boolean {
  const start = value.slice(0, MOST_CHARS);
  if (WORDS.test(start) || NAMES.test(start)) return true;
  return new Set(start.toLowerCase()).size < Math.min(6, start.length / 2);
}

/** Says whether `value` is something else that looks random: a reference, a UUID, a version. */
export function isOrdinary(value: string): boolean {
  return [REFERENCE, UUID, VERSION, INTEGRITY, DATE].some((pattern) => pattern.test(value));
}

/** Shannon's entropy of `text`, in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
