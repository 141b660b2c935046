import { roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import type { Asks } from './asks.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

interface Options extends TurnStart {
  readonly asks: Asks;
  readonly workspace: Workspace;
  /** Takes what lies ready to go with the next request. */
  readonly attached: (
    conversationId: string,
    project: string,
    requestId: string,
  ) => Promise<readonly SentFile[]>;
}

/** `/code add a /ping command`, or the same without `/code`: a turn of the agent. */
export function codeCommand(options: Options): Command {
  const { asks, store, workspace } = options;
  return {
    name: 'code',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text, isFreeText, files = [] }, call) {
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
      // What was written before there was a project describes the project.
      const isNew = draft === text && !(await hasTurns(store, project.name));
      const values = { request: text, template: project.archetype };
      const ready = await options.attached(conversation.id, project.name, call.requestId);
      const all = [...ready, ...files];
      const brought = all.length === 0 ? {} : { files: all };
      const asked = isNew ? ({ text, prompt: 'new', values } as const) : { text };
      const wanted = { ...asked, ...brought };
      const refused = await startTurn(options, project.name, wanted, call);
      if (refused) return refused;
      // What was kept until there was a project is on its way now.
      if (draft === text) await store.settings.set(`draft:${conversation.id}`, '');
      return undefined;
    },
  };
}

/** Whether the agent has been asked for anything in the project yet. */
async function hasTurns(store: Pick<Store, 'operations'>, project: string): Promise<boolean> {
  const recent = await store.operations.recent({ project, limit: 20 });
  return recent.some(({ kind }) => kind === 'turn');
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
