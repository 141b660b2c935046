import { roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import { fullFor } from '#operations/capacity.ts';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import type { Asks } from './asks.ts';
import type { TurnBudget } from './turn-budget.ts';

interface Options {
  readonly operations: Operations;
  readonly asks: Asks;
  readonly budget: Pick<TurnBudget, 'admit'>;
  readonly store: Pick<Store, 'projects' | 'settings' | 'operations'>;
  readonly workspace: Workspace;
  /** `false`: no model is configured, and the bot explains how to add one. */
  readonly hasModel: boolean;
}

/** `/code add a /ping command`, or the same without `/code`: a turn of the agent. */
export function codeCommand(options: Options): Command {
  const { operations, asks, store, workspace } = options;
  return {
    name: 'code',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text, isFreeText }, call) {
      const { say, conversation, actor } = call;
      const question = isFreeText
        ? asks.openQuestion(conversation.id, conversation.project)
        : undefined;
      if (question) {
        const { kind } = await asks.answer({ ...question, text, actor });
        // A question that has ended meanwhile must not swallow what was typed.
        if (kind === 'done') return undefined;
      }
      if (!options.hasModel) return { text: say('code-no-model') };
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) return withoutProject(text, call, store, workspace);
      if (text === '') return { text: say('code-ask', { project: project.name }) };
      const draft = await store.settings.get(`draft:${conversation.id}`);
      const refused = await startTurn(options, project.name, await toWanted(text, project), call);
      if (refused) return refused;
      // What was kept until there was a project is on its way now.
      const draft = await store.settings.get(`draft:${conversation.id}`);
      if (draft === text) await store.settings.set(`draft:${conversation.id}`, '');
      return undefined;
    },
  };
}

/** The text is kept: choosing or making a project offers to send it. */
async function withoutProject(
  text: string,
  call: Call,
  store: Pick<Store, 'projects' | 'settings'>,
  workspace: Workspace,
): Promise<Card> {
  const { say, conversation } = call;
  if (text !== '') await store.settings.set(`draft:${conversation.id}`, text);
  const projects = (await store.projects.list()).filter(({ name }) => roleIn(call.actor, name));
  const use = projects
    .slice(0, 8)
    .map((project): readonly Button[] => [
      { label: project.name, command: 'use', words: [project.name] },
    ]);
  const make = (await workspace.archetypes()).map((archetype): readonly Button[] => [
    {
      label: say('code-new-button', { archetype: archetype.name }),
      command: 'new',
      words: [archetype.name],
    },
  ]);
  const kept = text === '' ? '' : `\n\n${say('code-kept', { text: plain(shorten(text, 200)) })}`;
  return { text: say('code-no-project') + kept, buttons: [...use, ...make] };
}
