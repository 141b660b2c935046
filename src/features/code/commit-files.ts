import { plain, type Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Git } from '#ports/git/port.ts';
import type { Json } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { authorOf, commitOnce, handMessage, keepMessage } from './commit.ts';
import { changeCard } from './final.ts';
import { heldCard } from './held-card.ts';
import { type CommitResult, type HeldSecret, isHeld, secretsIn, toHeld } from './held.ts';

/** Whose commit it is, of what. */
interface About {
  readonly project: string;
  readonly operationId: string;
  readonly actor: { readonly id: number; readonly name: string };
}

/** Commits for other operations as turns do: by the person, with trailers, and never a secret. */
export function filesCommitter(ports: {
  readonly git: Git;
  readonly masker: Masker;
  readonly workspace: Pick<Workspace, 'directory'>;
}) {
  const { git, masker, workspace } = ports;
  return {
    /** What lies in the tree already is somebody else's. */
    async keep({ project, operationId: of }: About, attempt: number): Promise<void> {
      const operationId = `${of}-keep`;
      await commitOnce(git, {
        directory: workspace.directory(project),
        operationId,
        author: { name: 'CodeFoundry', email: 'codefoundry@localhost' },
        message: keepMessage(operationId),
        attempt,
        mayCommit: (added) => secretsIn(added, masker).length === 0,
      });
    },

    async commit(
      { project, operationId, actor }: About,
      message: string,
      attempt: number,
    ): Promise<Json> {
      let held: readonly HeldSecret[] = [];
      const made = await commitOnce(git, {
        directory: workspace.directory(project),
        operationId,
        author: authorOf(actor),
        message: handMessage({ message, operationId, actor }),
        attempt,
        mayCommit: (added) => (held = secretsIn(added, masker)).length === 0,
      });
      const result = made ?? (held.length > 0 ? toHeld(held) : null);
      return result as unknown as Json;
    },

    card(result: Json, about: About, say: Say): Card {
      const known = result as unknown as CommitResult;
      if (known === null) return { text: say('commit-nothing', { project: plain(about.project) }) };
      if (isHeld(known)) return heldCard(known, about, say);
      return {
        ...changeCard(known, about, say),
        ring: true,
      };
    },

    isMade: (result: Json): boolean => !isHeld(result as unknown as CommitResult),
  };
}
