import type { Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

/** `/explain [path or question]`: the agent reads and tells, and changes nothing. */
export function explainCommand(options: TurnStart & { readonly now: () => number }): Command {
  const { store, now } = options;
  return {
    name: 'explain',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, say } = call;
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) return noProjectCard(call);
      const question = text.trim();
      if (question === '') {
        const expectation = { command: 'explain', words: [], untilMs: now() + EXPECTED_FOR_MS };
        await store.settings.set(expectationKey(conversation.id), expectation);
        return { text: say('explain-ask', { project: project.name }) };
      }
      const wanted = {
        text: say('explain-text', { question }),
        prompt: 'explain',
        values: { question },
        isReadOnly: true,
        again: { command: 'explain', words: [question] },
      } as const;
      return startTurn(options, project.name, wanted, call);
    },
  };
}
