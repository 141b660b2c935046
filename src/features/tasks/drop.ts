import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { act, listButton } from './buttons.ts';
import { noteKey, short, type Task, type TaskPorts, toTask } from './place.ts';

/** What a drop is told: exactly what was on the card. */
interface DropInput {
  readonly sha: string;
  readonly target: string;
}

/** Takes a task away: tree, branch and record. Its last commit is kept for whoever wants it back. */
export function dropKind(ports: TaskPorts): OperationKind {
  const { git, store, workspace } = ports;
  return errandKind<Task>(ports, {
    title: 'Drops a task: its tree, its branch and its record; its last commit is kept.',
    steps: {
      check: 'Sees whether the task is as it was on the card.',
      tree: 'Removes the tree.',
      branch: 'Deletes the branch, and keeps the commit.',
      record: 'Forgets the task; who worked in it is in the project again.',
    },
    what: ({ project = '' }, say) => say('task-drop-what', { project }),
    // Not looked up: in a second attempt the record may be gone already.
    placeOf: async ({ project = '' }) => toTask(workspace, project),
    async work(run, task) {
      const { sha, target } = run.operation.input as unknown as DropInput;
      const { say, name, project, word, branch, home } = task;
      const words = { project: name, name: project, word, branch, sha, short: short(sha) };
      const found = await run.step('check', async () => {
        if (!(await store.projects.get(name))) return 'gone';
        return (await git.branchHead(home, branch)) === sha ? 'same' : 'moved';
      });
      if (found !== 'same') {
        const text = found === 'gone' ? say('task-gone', words) : say('task-moved', words);
        const card = { text, buttons: [[listButton(project, say)]] };
        return { card, outcome: { state: 'failed', result: { kind: found } } };
      }
      await run.step('tree', () => workspace.remove(name));
      await run.step('branch', () => git.retireBranch(home, branch, sha));
      await run.step('record', async () => {
        await store.settings.set(noteKey(name), null);
        await store.projects.remove(name);
      });
      const restore = act(project, 'restore', [word, sha, target], say('task-restore-button'));
      return {
        card: {
          text: say('task-dropped', words),
          buttons: [[restore, listButton(project, say)]],
        },
        outcome: { state: 'done', result: { sha } },
      };
    },
  });
}
