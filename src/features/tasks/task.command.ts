import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { nearestProjectName } from '#kernel/project-name.ts';
import { isProjectName, rootOf } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Begin } from './begin.ts';
import { findTask, requestName, type TaskPorts } from './place.ts';
import { listCard, taskCard } from './view.ts';

type Options = TaskPorts & {
  readonly begin: Begin;
  /** The command that starts a turn of the agent. */
  readonly code: Pick<Command, 'run'>;
};

/** `/task`: list; `/task login [request]` starts one, or has the agent work in the one there is. */
export function taskCommand(options: Options): Command {
  const { store, begin } = options;
  return {
    name: 'task',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ words: [word], text, files }, call): Promise<Card | Toast | undefined> {
      const { conversation } = call;
      const root = conversation.project && rootOf(conversation.project);
      const project = root && (await store.projects.get(root));
      if (!project) return noProjectCard(call);
      if (word === undefined) return listCard(options, project.name, call);
      const request = text.trim().slice(word.length).trim();
      if (!isProjectName(word)) return badName(word, request, call);
      const name = `${project.name}.${word}`;
      const isOurs = (await store.operations.get(`task-${requestName(call)}`)) !== undefined;
      const known = isOurs ? undefined : await findReady(options, name);
      if (known && request === '') return taskCard(options, known, call);
      const refused = known ? undefined : await begin(project, { word }, call);
      if (refused) return refused;
      return request === '' ? undefined : ask(options, name, { text: request, files }, call);
    },
  };
}

/** Has the agent do something in a task, wherever the person works. */
export async function ask(
  { code }: Pick<Options, 'code'>,
  name: string,
  { text, files }: { readonly text: string; readonly files?: Words['files'] | undefined },
  call: Call,
): Promise<Card | Toast | undefined> {
  const conversation = { ...call.conversation, project: name };
  const input = { words: text.split(/\s+/u), text, ...(files && { files }) };
  return code.run(input, { ...call, conversation });
}

/** A task with files, or one that is being made. */
async function findReady(options: Options, name: string) {
  const task = await findTask(options, name);
  if (!task) return undefined;
  const busy = (await options.store.operations.unfinished()).some((each) => each.project === name);
  return busy || (await options.workspace.exists(name)) ? task : undefined;
}

function badName(word: string, request: string, { say }: Call): Card {
  const near = nearestProjectName(word);
  const text = say('task-name-bad', { name: plain(shorten(visible(word), 60)) });
  if (near === undefined) return { text };
  const words = [near, ...(request === '' ? [] : request.split(/\s+/u))];
  return { text, buttons: [[{ label: near, command: 'task', words }]] };
}
