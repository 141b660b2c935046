import type { Command } from '#kernel/command.ts';
import { isEnded } from '#operations/states.ts';
import { CONFIRMED } from './decide.ts';
import { expectName } from './expected-name.ts';
import type { DeployOptions } from './ports.ts';

/** The name of the project, written by the one who asked for a deploy that nobody else can approve. */
export function confirmCommand({ store, operations, now }: DeployOptions): Command {
  return {
    name: 'deploy_confirm',
    role: 'releaser',
    concerns: 'operation',
    listed: false,
    async run({ words: [id = ''], text, isFreeText }, { actor, conversation, say }) {
      const operation = await store.operations.get(id);
      if (!operation || operation.kind !== 'deploy' || isEnded(operation.state)) {
        return { toast: say('approval-toast-gone') };
      }
      if (operation.actorId !== actor.id) return { toast: say('deploy-confirm-not-yours') };
      const { project = '' } = operation;
      if (!isFreeText || text.trim() !== project) {
        await expectName({ store, now }, conversation, id);
        return {
          text: say(isFreeText ? 'deploy-confirm-wrong' : 'deploy-confirm-write', { project }),
        };
      }
      await operations.signal(id, CONFIRMED, { by: actor.id });
      return { toast: say('approval-toast-approved') };
    },
  };
}
