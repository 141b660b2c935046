const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji}\ufe0f/u;
const INVISIBLE = /^[\p{M}\p{Cf}\p{Cc}]+$/u;

/** How many columns of a monospace font `text` takes: a Chinese character or an emoji two. */
export function columnsOf(text: string): number {
  if (/^[\u0020-\u007e]*$/u.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (INVISIBLE.test(segment)) continue;
    columns += EMOJI.test(segment) || WIDE.test(segment) ? 2 : 1;
  }
  return columns;
}
