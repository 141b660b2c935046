import type { Card } from '#kernel/card.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Operation } from '#ports/store/port.ts';
import { type DeployPorts, type ReleaseTask, siteOf } from './ports.ts';

/** What inputs of both kinds have. */
interface Input {
  readonly environment: string;
  readonly sha: string;
  readonly releaseId: string;
  readonly actorName: string;
  readonly reason: string;
}

/** Everything about an operation that releases; with `card`: why it cannot. */
export async function taskOf(
  ports: DeployPorts,
  operation: Operation,
): Promise<ReleaseTask | (Pick<ReleaseTask, 'conversation' | 'actor'> & { readonly card: Card })> {
  const { project = '', actorId, createdAtMs } = operation;
  const {
    environment: name,
    sha,
    releaseId,
    actorName,
    reason,
  } = operation.input as unknown as Input;
  const conversation = await ports.store.conversations.get(operation.conversationId);
  if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
  const say = ports.sayIn(conversation.language);
  const target = { project, environment: name };
  const environment = (await ports.store.projects.get(project))
    ? await environmentOf(ports.ops, target)
    : undefined;
  const site = environment && siteOf(ports, environment);
  const actor = { id: actorId, name: actorName };
  if (!site) return { conversation, actor, card: { text: say('deploy-gone', target) } };
  return { ...site, conversation, say, actor, releaseId, sha, reason, requestedAtMs: createdAtMs };
}
