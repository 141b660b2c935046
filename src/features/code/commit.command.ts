import type { Command } from '#kernel/command.ts';
import { fullFor } from '#operations/capacity.ts';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly operations: Operations;
  readonly store: Pick<Store, 'projects' | 'operations'>;
}

/** `/commit [message]`: commits what lies in the current project, as the one who asks. */
export function commitCommand({ operations, store }: Options): Command {
  return {
    name: 'commit',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, { actor, conversation, requestId, say }) {
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) {
        const projects = { label: say('home-projects'), command: 'projects', words: [] };
        return { text: say('git-no-project'), buttons: [[projects]] };
      }
      const id = `commit-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
      // The same request again, after a crash, has its place already.
      const isKnown = (await store.operations.get(id)) !== undefined;
      const open = isKnown ? [] : await store.operations.unfinished();
      const full = fullFor(open, actor.id, project.name);
      if (full)
        return { text: say(`dispatch-too-many-${full.whose}`, { ...full, project: project.name }) };
      await operations.start({
        id,
        kind: 'commit-by-hand',
        conversationId: conversation.id,
        actorId: actor.id,
        project: project.name,
        input: { message: text, actorName: actor.name },
      });
      return undefined;
    },
  };
}
