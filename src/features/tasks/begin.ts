import { type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { NoRoom } from '#kernel/no-room.ts';
import { type Project, taskWord } from '#kernel/project.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { MOST_TASKS, requestName, type TaskPorts } from './place.ts';
import type { StartInput } from './start.ts';
import { listButton } from './buttons.ts';

/** Kinds of operations that take a project from where it is, for which it must have no task. */
const MOVES = ['rename', 'archive', 'delete'];

/** Which task is to be started. */
interface Wanted {
  readonly word: string;
  /** Absent: from where the project is. */
  readonly from?: { readonly sha: string; readonly target: string };
}

/** Starts a task, once for each request; resolves with why it does not. */
export type Begin = (project: Project, wanted: Wanted, call: Call) => Promise<Card | undefined>;

/** Starts tasks; those of one project one after another, so that the limit holds. */
export function createBegin(options: TaskPorts): Begin {
  const { store, workspace, operations, now } = options;
  const oneByOne = keyedMutex();

  /** A record without files that nobody is making: a crash came right behind it. */
  const isLeftover = async (name: string): Promise<boolean> => {
    const busy = (await store.operations.unfinished()).some((each) => each.project === name);
    return !busy && !(await workspace.exists(name));
  };

  return (project, { word, from }, call) =>
    oneByOne(project.name, async () => {
      const { say, actor, conversation } = call;
      const name = `${project.name}.${word}`;
      const id = `task-${requestName(call)}`;
      // The same request again, after a crash.
      if (await store.operations.get(id)) return undefined;
      const tasks = await store.projects.tasks(project.name);
      const words = { name: project.name, word, most: MOST_TASKS };
      const isThere = tasks.some((each) => each.name === name);
      if (isThere ? !(await isLeftover(name)) : await workspace.exists(name))
        return { text: say('task-taken', words) };
      if (!isThere && tasks.length >= MOST_TASKS) {
        const names = plain(tasks.map((each) => taskWord(each.name)).join(', '));
        const text = say('task-full', { ...words, tasks: names });
        return { text, buttons: [[listButton(project.name, say)]] };
      }
      const unfinished = await store.operations.unfinished();
      const moves = unfinished.filter(
        (each) => each.project === project.name && MOVES.includes(each.kind),
      );
      if (moves.length > 0)
        return { text: say('project-busy', { name: project.name, count: moves.length }) };
      const made = { createdAtMs: now(), createdBy: actor.id };
      // From here on the name is taken, and turns can be queued behind the making.
      if (!isThere && !(await store.projects.add({ name, archetype: project.archetype, ...made })))
        return { text: say('task-taken', words) };
      const input: StartInput = { actorName: actor.name, ...(from && { from }) };
      const asked = { conversationId: conversation.id, actorId: actor.id, project: name };
      try {
        await operations.start({ id, kind: 'task-start', ...asked, input });
      } catch (error) {
        // Nobody is making it: it would stand there without files.
        if (error instanceof NoRoom && !isThere) await store.projects.remove(name);
        throw error;
      }
      return undefined;
    });
}
