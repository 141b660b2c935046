import type { Card } from '#kernel/card.ts';
import { errandKind, type Errand } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { act, lookButton, workButton } from './buttons.ts';
import {
  findTask,
  type Merged,
  noteOf,
  type Opened,
  short,
  type Task,
  type TaskPorts,
} from './place.ts';
import { pathRows, titleOf } from './view.ts';

/** What is to be merged: exactly what was on the card. */
interface MergeInput {
  readonly word: string;
  readonly head: string;
}

/** Proposes a task as a change of its project and merges that, as the rules of changes have it. */
export function mergeKind(ports: TaskPorts): OperationKind {
  const { changes } = ports;
  return errandKind<Task>(ports, {
    title: 'Merges a task into the branch that it parted from, as a change of its project.',
    steps: {
      open: 'Opens the change of the task, or finds the one that is open.',
      merge: 'Merges exactly the commit that was on the card, unless something is in the way.',
    },
    what: ({ input, project = '' }, say) =>
      say('task-merge-what', { project: `${project}.${(input as unknown as MergeInput).word}` }),
    placeOf: ({ project = '', input }) =>
      findTask(ports, `${project}.${(input as unknown as MergeInput).word}`),
    async work(run, task) {
      const { operation } = run;
      const { head } = operation.input as unknown as MergeInput;
      const { project, home, branch, actor, say, name } = task;
      const target = (await noteOf(ports, task))?.target ?? '';
      const words = { project: name, name: project, target: titleOf(target) };
      const place = { project, directory: home };
      const opened = await run.step<Opened>('open', () =>
        changes.open(place, { source: branch, target }, actor),
      );
      if (!('number' in opened)) {
        const text = say(opened.kind === 'nothing' ? 'task-nothing' : 'task-no-branch', words);
        return { card: { text }, outcome: { state: 'failed', result: { kind: opened.kind } } };
      }
      const { number } = opened;
      const done = await run.step<Merged>('merge', (attempt) =>
        changes.merge(
          place,
          { number, head, method: 'merge' },
          { actor, operationId: operation.id, isResumed: attempt > 1 },
        ),
      );
      const isDone = done.kind === 'merged';
      return {
        card: answerCard(ports, done, { ...words, number }, task),
        outcome: {
          state: isDone ? 'done' : 'failed',
          // `branch`: it has new commits, checked out or not.
          result: {
            kind: done.kind,
            number,
            head,
            ...(isDone && { sha: done.sha, branch: target }),
          },
        },
      };
    },
  });
}

type About = {
  readonly project: string;
  readonly name: string;
  readonly target: string;
  readonly number: number;
};

/** What is said otherwise of a task than of other changes. */
function answerCard({ changes }: TaskPorts, done: Merged, words: About, task: Task & Errand): Card {
  const { say, project, name, branch } = task;
  const { number, target } = words;
  const about = { number, target, source: titleOf(branch) };
  if (done.kind === 'merged') {
    const merged = say('task-merged', { ...words, sha: short(done.sha) });
    const card = changes.answerCard(done, { ...about, merged }, task);
    const drop = act(name, 'drop', [], say('task-drop-button'));
    return { ...card, buttons: [...(card.buttons ?? []), [drop, workButton(name, say)]] };
  }
  const look = lookButton(project, number, say);
  if (done.kind === 'conflict') {
    const files = pathRows(done.paths, say);
    const text = [say('task-conflict', words), files, say('task-conflict-advice', words)];
    const solve = act(name, 'solve', [], say('task-solve-button'), 'primary');
    const update = act(name, 'update', [], say('task-update-button', words));
    return { text: text.join('\n\n'), buttons: [[solve], [update, look]] };
  }
  if (done.kind === 'moved')
    return { text: say('task-moved', { ...words, sha: short(done.head) }), buttons: [[look]] };
  return changes.answerCard(done, about, task);
}
