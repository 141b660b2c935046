import type { Button, Card } from '#kernel/card.ts';
import { fenced } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { sha256 } from '#lib/digest.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Declaration } from './declaration.ts';

/** No word that a person types begins so. */
const MARK = '✓';
const MOST_SHOWN_CHARS = 500;

/** A tap on [Run], as its words say it. */
export interface Confirmed {
  /** What stood behind the command that was confirmed. */
  readonly text: string;
  /** The same for every tap on one card: it is done once. */
  readonly requestId: string;
}

/** Asks once more before `text` is done; the button means exactly that, as the file is now. */
export function confirmationCard(declaration: Declaration, text: string, call: Call): Card {
  const { say, requestId } = call;
  const { name } = declaration;
  const line = shorten(`/${name} ${text}`.trim(), MOST_SHOWN_CHARS);
  const run: Button = {
    label: say('declared-confirm-button'),
    command: name,
    words: [markOf(declaration, text), requestId, text],
    style: 'danger',
  };
  return {
    text: `${say('declared-confirm')}\n\n${fenced(visible(line))}`,
    buttons: [[run]],
  };
}

/** What was confirmed; `undefined`: nothing, or the file says something else by now. */
export function confirmedIn(
  declaration: Declaration,
  [mark, requestId = '', text = '']: readonly string[],
  actorId: number,
): Confirmed | undefined {
  if (mark !== markOf(declaration, text)) return undefined;
  // Whoever types such words cannot take the place of another request.
  const id = sha256(`${actorId}\0${declaration.name}\0${requestId}`).slice(0, 24);
  return { text, requestId: `confirmed:update:${id}` };
}

/** Says whether it was a tap on a card of what the file said before. */
export function isStale(words: readonly string[]): boolean {
  return words[0]?.startsWith(MARK) === true;
}

function markOf({ digest }: Declaration, text: string): string {
  return `${MARK}${sha256(`${digest}\0${text}`).slice(0, 16)}`;
}
