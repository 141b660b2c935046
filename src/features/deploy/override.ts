import { plain } from '#kernel/card.ts';
import type { Actor } from '#kernel/actor.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Target } from '#ports/deployer/port.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import { type DeployPorts, short } from './ports.ts';

/** Breaking somebody's hold is nothing that goes unseen: every owner is told, and it is a commit. */
export async function tellOverride(
  { chat, ops, store, sayIn, ownerIds }: DeployPorts,
  target: Target,
  about: {
    readonly id: string;
    readonly reason: string;
    readonly sha: string;
    readonly actor: Pick<Actor, 'id' | 'name'>;
  },
): Promise<void> {
  const { id, reason, sha, actor } = about;
  const words = {
    ...target,
    sha: short(sha),
    actor: plain(actor.name),
    reason: plain(shorten(visible(reason), 300)),
  };
  for (const home of await ownerHomes(store, ownerIds)) {
    const text = sayIn(home.language)('deploy-over-told', words);
    await chat.post(home, `${id}:override:${home.id}`, { text });
  }
  await ops.note({
    by: { id: actor.id, name: actor.name },
    reason,
    operationId: `${id}-override`,
    project: target.project,
    subject: sayIn('en')('deploy-over-note', { ...target, sha: short(sha) }),
  });
}
