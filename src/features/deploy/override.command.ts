import type { Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import { beginDeploy, isMustApprove } from './deploy.command.ts';
import type { DeployOptions } from './ports.ts';

/** [Deploy anyway] of an owner: asks why, then deploys in spite of one hold. */
export function overrideCommand(options: DeployOptions): Command {
  const { store, now } = options;
  return {
    name: 'deploy_over',
    role: 'owner',
    concerns: 'named',
    listed: false,
    async run({ words, text, isFreeText }, call) {
      const [project, environment, ref = '', overrides = '', must] = words;
      const { conversation, say } = call;
      const reason = isFreeText ? text.trim() : '';
      if (reason === '') {
        const untilMs = now() + EXPECTED_FOR_MS;
        const expectation = { command: 'deploy_over', words: words.slice(0, 5), untilMs };
        await store.settings.set(expectationKey(conversation.id), expectation);
        return { text: say('deploy-over-ask') };
      }
      const mustApprove = isMustApprove(must);
      const wish = { project, environment, ref, reason, overrides, mustApprove };
      return beginDeploy(options, wish, call);
    },
  };
}
