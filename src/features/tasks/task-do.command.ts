import { hasRole } from '#kernel/actor.ts';
import type { Card, Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isProjectName } from '#kernel/project.ts';
import { quoted } from '#lib/quoted.ts';
import type { Begin } from './begin.ts';
import { workButton } from './buttons.ts';
import { askDrop, beginDrop } from './drop-ask.ts';
import {
  busyIn,
  findTask,
  HALF_MADE,
  isCommitId,
  noteOf,
  requestName,
  short,
  type Task,
  type TaskPorts,
} from './place.ts';
import { ask } from './task.command.ts';
import { listCard, stateOf, taskCard } from './view.ts';

type Options = TaskPorts & { readonly begin: Begin; readonly code: Pick<Command, 'run'> };

/** The buttons of tasks; what changes something is bound to the commit on the card. */
export function taskDoCommand(options: Options): Command {
  const { store } = options;
  return {
    name: 'task_do',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [name = '', act = '', ...more] }, call): Promise<Card | Toast | undefined> {
      const stale = { toast: call.say('dispatch-stale') };
      const [first] = more;
      if (act === 'list') {
        const isThere = isProjectName(name) && (await store.projects.get(name));
        return isThere ? listCard(options, name, call) : stale;
      }
      if (act === 'restore') return (await restore(options, name, more, call)) ?? stale;
      const task = await findTask(options, name);
      if (!task) return stale;
      switch (act) {
        case 'show':
          return taskCard(options, task, call);
        case 'merge':
          return isCommitId(first) ? merge(options, task, first, call) : stale;
        case 'update':
        case 'solve':
          return update(options, task, act, call);
        case 'drop':
          return askDrop(options, task, call);
        case 'drop_now':
          return isCommitId(first) || first === HALF_MADE
            ? beginDrop(options, task, first, call)
            : stale;
        default:
          return stale;
      }
    },
  };
}

/** Says why a task cannot be merged as it is; a developer proposes it, a releaser merges it. */
async function merge(options: Options, task: Task, sha: string, call: Call): Promise<Card | Toast> {
  const { operations } = options;
  const { say, actor, conversation } = call;
  const { name, project, branch } = task;
  const state = await stateOf(options, task);
  const words = { project: name, name: project, target: state.target, sha: short(sha) };
  if (state.running + state.waiting > 0) return { text: say('task-busy', words) };
  if (state.head !== sha) return taskCard(options, task, call, say('task-moved', words));
  if (state.ahead === 0) return { text: say('task-nothing', words) };
  if (state.changed) {
    const text = say('task-uncommitted', { ...words, count: state.changed });
    return { text, buttons: [[workButton(name, say)]] };
  }
  const base = { conversationId: conversation.id, actorId: actor.id, project };
  if (!hasRole(actor, 'releaser', project)) {
    const input = { source: branch, target: state.target, actorName: actor.name };
    await operations.start({
      ...base,
      id: `change-${requestName(call)}`,
      kind: 'change-open',
      input,
    });
    return { toast: say('task-proposed', words) };
  }
  const input = { word: task.word, head: sha, actorName: actor.name };
  await operations.start({
    ...base,
    id: `task-merge-${requestName(call)}`,
    kind: 'task-merge',
    input,
  });
  return { toast: say('task-merge-started', words) };
}

/** Takes the target into the task; `solve` has the agent mend what both changed, right behind it. */
async function update(
  options: Options,
  task: Task,
  act: 'update' | 'solve',
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, actor, conversation } = call;
  const note = await noteOf(options, task);
  const words = { project: task.name, target: note?.target ?? '' };
  const id = `task-update-${requestName(call)}`;
  const isKnown = (await options.store.operations.get(id)) !== undefined;
  if (!isKnown && (await busyIn(options, task)).length > 0)
    return { text: say('task-busy', words) };
  await options.operations.start({
    id,
    kind: 'task-update',
    conversationId: conversation.id,
    actorId: actor.id,
    project: task.name,
    input: { actorName: actor.name },
  });
  if (act === 'update') return { toast: say('task-update-started', words) };
  // Whoever can push names the branch.
  const text = say('task-solve-text', { target: quoted(words.target) });
  return ask(options, task.name, { text }, call);
}

/** Makes a dropped task again, of the commit that was kept. */
async function restore(
  { git, store, workspace, begin }: Options,
  root: string,
  [word = '', sha, target = '']: readonly string[],
  call: Call,
): Promise<Card | undefined | Toast> {
  const project = isProjectName(root) ? await store.projects.get(root) : undefined;
  if (!project || !isProjectName(word) || !isCommitId(sha)) return undefined;
  if (!(await git.isRetired(workspace.directory(root), sha))) return undefined;
  const refused = await begin(project, { word, from: { sha, target } }, call);
  return refused ?? { toast: call.say('task-restoring', { word }) };
}
