import { type Actor, roleIn } from './actor.ts';
import type { Conversation } from './conversation.ts';
import { rootOf } from './project.ts';

/**
 * Says whether what is of `project`, or of none, may stand in a list: the person has a role there,
 * and the place is not bound to another project, whose people read along.
 */
export function isShown(
  { actor, conversation }: { readonly actor: Actor; readonly conversation: Conversation },
  project: string | undefined,
): boolean {
  if (roleIn(actor, project) === undefined) return false;
  if (!conversation.isBound || project === undefined) return true;
  return rootOf(project) === conversation.project;
}
