/**
 * `text` in which nothing hides: control characters as their pictures, marks that turn or join text
 * by their numbers. A zero-width joiner stays inside of an emoji, where it is seen.
 */
export function visible(text: string): string {
  if (!UNSEEN.test(text)) return text;
  return text.replaceAll(ALL_UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
    if (code === 0x7f) return '␡';
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ALL_UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;

/** The name of a file, fit to be shown: one line, and marked where it only looks like another. */
export function visibleName(name: string): string {
  return name === name.normalize('NFC') ? visible(name) : `${visible(name)} (NFD)`;
}
