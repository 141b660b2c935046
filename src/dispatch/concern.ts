import { type Actor, roleIn } from '#kernel/actor.ts';
import type { Command, Words } from '#kernel/command.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Store } from '#ports/store/port.ts';

/** The project whose roles count for a request; `undefined`: those outside projects. */
export async function projectOf(
  { concerns }: Command,
  input: Words,
  conversation: Conversation,
  store: Pick<Store, 'operations'>,
): Promise<string | undefined> {
  const [first] = input.words;
  switch (concerns) {
    case undefined:
    case 'bot':
      return undefined;
    case 'current':
      return conversation.project;
    case 'named':
      return first ?? conversation.project;
    case 'operation': {
      const operation = first === undefined ? undefined : await store.operations.get(first);
      return operation ? operation.project : conversation.project;
    }
    default:
      return concerns(input, conversation);
  }
}

/** `conversation` without a project that `actor` may no longer see. */
export function seenBy(actor: Actor, conversation: Conversation): Conversation {
  const { project, ...rest } = conversation;
  return project === undefined || roleIn(actor, project) !== undefined ? conversation : rest;
}
