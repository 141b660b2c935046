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

/** Telegram id of the author of a commit, by the address that `authorOf` gave. */
export function idInEmail(email: string): number | undefined {
  return toId(/^(\d+)@telegram\.invalid$/u.exec(email));
}

/** Telegram id of the actor in a trailer that `personLine` wrote. */
export function idInLine(line: string): number | undefined {
  return toId(/\(Telegram (\d+)\)$/u.exec(line));
}

/** The trailers that lead back from a commit to the operation and the person. */
export function trailersOf(operationId: string, actor: Person): string {
  return `Operation: ${operationId}\nRequested-by: ${personLine(actor)}\n`;
}

/** A name that fits into a commit. */
export function cleanName(name: string): string {
  return shorten(name.replaceAll(/[\p{C}<>]+/gu, ' '), 64) || 'Telegram user';
}

function toId(found: RegExpExecArray | null): number | undefined {
  return found ? Number(found[1]) : undefined;
}
