import { trailersOf } from '#ports/git/author.ts';
import type { Operation } from '#ports/store/port.ts';

/** What a project's first commit says. */
export function creationMessage(
  operation: Pick<Operation, 'id' | 'actorId' | 'project'>,
  { from, actorName }: { readonly from: string; readonly actorName: string },
): string {
  const trailers = trailersOf(operation.id, { id: operation.actorId, name: actorName });
  return `Create ${operation.project} from ${from}\n\n${trailers}`;
}
