import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly operations: Operations;
  readonly store: Pick<Store, 'projects'>;
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
