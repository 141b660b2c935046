import { MAX_TEXT } from '../text/text.ts';

/**
 * Cuts a long text into messages, as Telegram's apps do with what somebody pastes: none has more
 * code points than a message takes, and a cut is at the end of a line, else between words.
 */
export function splitPaste(text: string): string[] {
  const parts: string[] = [];
  let rest = Array.from(text.trim());
  while (rest.length > MAX_TEXT) {
    const end = lastCut(rest.slice(0, MAX_TEXT + 1));
    parts.push(rest.slice(0, end).join('').trim());
    rest = Array.from(rest.slice(end).join('').trimStart());
  }
  return [...parts, rest.join('')].filter((part) => part !== '');
}

/** Where the first message ends; a cut in its first half would waste too much of it. */
function lastCut(head: readonly string[]): number {
  for (const border of ['\n', ' ']) {
    const at = head.lastIndexOf(border);
    if (at > MAX_TEXT / 2) return at;
  }
  return MAX_TEXT;
}
