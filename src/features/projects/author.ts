import { shorten } from '#lib/text.ts';
import type { Author } from '#ports/git/port.ts';
import type { Operation } from '#ports/store/port.ts';

/** Who a project's first commit is by. */
export function authorOf({ actorId }: Pick<Operation, 'actorId'>, actorName: string): Author {
  const name = shorten(actorName.replaceAll(/[\p{C}<>]+/gu, ' '), 64) || 'Telegram user';
  return { name, email: `${actorId}@telegram.invalid` };
}

/** What a project's first commit says. */
export function creationMessage(
  operation: Pick<Operation, 'id' | 'actorId' | 'project'>,
  { from, actorName }: { readonly from: string; readonly actorName: string },
): string {
  return [
    `Create ${operation.project} from ${from}`,
    '',
    `Operation: ${operation.id}`,
    `Requested-by: ${authorOf(operation, actorName).name} (Telegram ${operation.actorId})`,
    '',
  ].join('\n');
}
