import { uncommittedKey } from '#kernel/uncommitted.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { act, listButton } from './buttons.ts';
import { HALF_MADE, noteKey, short, type Task, type TaskPorts, toTask } from './place.ts';

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
        const head = (await git.branchHead(home, branch)) ?? HALF_MADE;
        return head === sha ? 'same' : 'moved';
      });
      if (found !== 'same') {
        const text = found === 'gone' ? say('task-gone', words) : say('task-moved', words);
        const card = { text, buttons: [[listButton(project, say)]] };
        return { card, outcome: { state: 'failed', result: { kind: found } } };
      }
      await run.step('tree', () => workspace.remove(name));
      if (sha !== HALF_MADE) await run.step('branch', () => git.retireBranch(home, branch, sha));
      await run.step('record', async () => {
        for (const key of [noteKey(name), uncommittedKey(name)])
          await store.settings.set(key, null);
        await store.projects.remove(name);
      });
      const restore = act(project, 'restore', [word, sha, target], say('task-restore-button'));
      const list = listButton(project, say);
      return {
        card:
          sha === HALF_MADE
            ? { text: say('task-dropped-half', words), buttons: [[list]] }
            : { text: say('task-dropped', words), buttons: [[restore, list]] },
        outcome: { state: 'done', result: { sha } },
      };
    },
  });
}
