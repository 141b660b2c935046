// Control characters but tab and line feed, and everything that turns or hides the direction of
// text: with them a diff or a file name can be made to look like another one.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

/** `text` with what cannot be seen, or deceives the eye, shown as `�`; line breaks become `\n`. */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(UNSAFE, '\ufffd');
}
