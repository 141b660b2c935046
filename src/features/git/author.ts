import type { Actor } from '#kernel/actor.ts';
import { shorten } from '#lib/text.ts';
import type { Author } from '#ports/git/port.ts';

/** Who a commit is by: the actor, under an address that no mail server has. */
export function authorOf({ id, name }: Pick<Actor, 'id' | 'name'>): Author {
  return { name: cleanName(name), email: `${id}@telegram.invalid` };
}

/** The trailers that lead back from a commit to the operation and the person. */
export function trailersOf(operationId: string, actor: Pick<Actor, 'id' | 'name'>): string {
  const by = `${cleanName(actor.name)} (Telegram ${actor.id})`;
  return `Operation: ${operationId}\nRequested-by: ${by}\n`;
}

function cleanName(name: string): string {
  return shorten(name.replaceAll(/[\p{C}<>]+/gu, ' '), 64) || 'Telegram user';
}
