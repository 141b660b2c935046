import { plain, type Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Json } from '#ports/store/port.ts';
import { handMessage } from './commit.ts';
import { commitWork } from './commit-work.ts';
import { changeCard } from './final.ts';
import { heldCard, heldLines } from './held-card.ts';
import { type CommitResult, isHeld } from './held.ts';
import { keepFound, type KeepPorts } from './keep.ts';
import { noteWorker } from './uncommitted.ts';

/** Whose commit it is, of what. */
interface About {
  readonly project: string;
  readonly operationId: string;
  readonly actor: { readonly id: number; readonly name: string };
  readonly conversation: Conversation;
  readonly say: Say;
}

/** Commits for other operations as turns do: by the person, with trailers, and never a secret. */
export function filesCommitter(ports: KeepPorts) {
  return {
    /**
     * What lies in the tree already is somebody else's. Resolves with the secrets that kept it from
     * being committed, in words.
     */
    async keep(about: About, attempt: number): Promise<string | null> {
      const held = await keepFound(ports, about, attempt);
      const { project, actor, conversation } = about;
      await noteWorker(ports, project, { ...actor, conversationId: conversation.id });
      return held && heldLines(held, about.say);
    },

    async commit(
      { project, operationId, actor }: About,
      message: string,
      attempt: number,
    ): Promise<Json> {
      const result = await commitWork(ports, {
        project,
        operationId,
        actor,
        attempt,
        message: (workers) => handMessage({ message, operationId, actor, workers }),
      });
      return result as unknown as Json;
    },

    card(result: Json, about: About): Card {
      const { project, say } = about;
      const known = result as unknown as CommitResult;
      if (known === null) return { text: say('commit-nothing', { project: plain(project) }) };
      if (isHeld(known)) return heldCard(known, about, say);
      return {
        ...changeCard(known, about, say),
        ring: true,
      };
    },

    isMade: (result: Json): boolean => !isHeld(result as unknown as CommitResult),
  };
}
