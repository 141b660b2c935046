/** What fits into one message, in UTF-16 units: never more than Telegram's 4096 code points. */
export const MAX_MESSAGE_LENGTH = 4_096;

/** Cuts what somebody typed into messages, as Telegram's apps do: at a line end where there is one. */
export function splitText(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_MESSAGE_LENGTH) {
    const head = rest.slice(0, MAX_MESSAGE_LENGTH);
    const lineEnd = head.lastIndexOf('\n');
    const isInsidePair = /[\uD800-\uDBFF]$/u.test(head);
    const hardEnd = isInsidePair ? head.length - 1 : head.length;
    const end = lineEnd > MAX_MESSAGE_LENGTH / 2 ? lineEnd : hardEnd;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}
