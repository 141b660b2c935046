import type { Actor } from '#kernel/actor.ts';
import { shorten } from '#lib/text.ts';
import type { Author } from './port.ts';

type Person = Pick<Actor, 'id' | 'name'>;

/** Who a commit is by that no person wrote, and who makes all of them. */
export const BOT: Author = { name: 'CodeFoundry', email: 'codefoundry@localhost' };

/** Who a commit is by: the actor, under an address that no mail server has. */
export function authorOf({ id, name }: Person): Author {
  return { name: cleanName(name), email: `${id}@telegram.invalid` };
}

/** An actor in a trailer: name and Telegram id. */
export function personLine({ id, name }: Person): string {
  return `${cleanName(name)} (Telegram ${id})`;
}

/** The trailers that lead back from a commit to the operation and the person. */
export function trailersOf(operationId: string, actor: Person): string {
  return `Operation: ${operationId}\nRequested-by: ${personLine(actor)}\n`;
}

function cleanName(name: string): string {
  return shorten(name.replaceAll(/[\p{C}<>]+/gu, ' '), 64) || 'Telegram user';
}
