import type { Card, Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { quoted } from '#lib/quoted.ts';
import { shorten } from '#lib/text.ts';
import { type Checked, failureOf, lastFailure } from './checks.ts';
import { startTurn, type TurnStart } from './start-turn.ts';
import type { Again } from './turn-input.ts';

/** `/fix [what]`: the agent mends what failed when the checks ran last. */
export function fixCommand(options: TurnStart): Command {
  const { store } = options;
  return {
    name: 'fix',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, say } = call;
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) return noProjectCard(call);
      const what = text.trim();
      const failure = await lastFailure(store.operations, project.name);
      const again = { command: 'fix', words: what === '' ? [] : [what] };
      if (failure) return startFix(options, { project: project.name, what, failure, again }, call);
      if (what !== '') {
        const words = say('fix-text', { what });
        return startTurn(options, project.name, { text: words, again }, call);
      }
      const run = { label: say('checks-button'), command: 'test_of', words: [project.name] };
      return { text: say('fix-nothing', { project: project.name }), buttons: [[run]] };
    },
  };
}

/** [Fix] under checks that failed: mends what failed there. */
export function fixOfCommand(options: TurnStart): Command {
  const { store } = options;
  return {
    name: 'fix_of',
    role: 'developer',
    concerns: 'operation',
    listed: false,
    async run({ words: [operationId = ''] }, call): Promise<Card | Toast | undefined> {
      const { say } = call;
      const operation = await store.operations.get(operationId);
      const failure = operation && (await failureOf(store.operations, operationId));
      const project = operation?.project;
      if (!failure || project === undefined || !(await store.projects.get(project))) {
        return { toast: say('dispatch-stale') };
      }
      const again = { command: 'fix_of', words: [operationId] };
      return startFix(options, { project, what: '', failure, again }, call);
    },
  };
}

function startFix(
  options: TurnStart,
  fix: {
    readonly project: string;
    readonly what: string;
    readonly failure: Checked;
    readonly again: Again;
  },
  call: Call,
): Promise<Card | undefined> {
  const { name, command, output } = fix.failure;
  const shown = shorten(name, 80);
  const words = (check: string) => (fix.what === '' ? call.say('fix-check', { check }) : fix.what);
  const wanted = {
    text: words(shown),
    prompt: 'fix',
    // Whoever can write to the project names its checks.
    values: { what: words(quoted(shown)), check: name, command, output },
    again: fix.again,
  } as const;
  return startTurn(options, fix.project, wanted, call);
}
