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

/** Changes of the project that are looked at; those that are open come first. */
const LOOKED_AT = 1_000;

/** Takes a task away: tree, branch and record. Its last commit is kept for whoever wants it back. */
export function dropKind(ports: TaskPorts): OperationKind {
  const { git, forge, store, workspace } = ports;
  return errandKind<Task>(ports, {
    title: 'Drops a task: its tree, its branch and its record; its last commit is kept.',
    steps: {
      check: 'Sees whether the task is as it was on the card.',
      changes: 'Closes what is proposed of it.',
      tree: 'Removes the tree.',
      branch: 'Deletes the branch, and keeps the commit.',
      record: 'Forgets the task; who worked in it is in the project again.',
    },
    what: ({ project = '' }, say) => say('task-drop-what', { project }),
    // Not looked up: in a second attempt the record may be gone already.
    placeOf: async ({ project = '' }) => toTask(workspace, project),
    async work(run, task) {
      const { sha, target } = run.operation.input as unknown as DropInput;
      const { say, name, project, word, branch, home, actor } = task;
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
      const closed = await run.step('changes', async () => {
        const all = await forge.list(project, LOOKED_AT);
        const open = all.filter((each) => each.state === 'open' && each.source === branch);
        const by = { actorId: actor.id, name: actor.name };
        for (const { number } of open) await forge.close(project, number, by);
        return open.map(({ number }) => number);
      });
      await run.step('tree', () => workspace.remove(name));
      if (sha !== HALF_MADE) await run.step('branch', () => git.retireBranch(home, branch, sha));
      await run.step('record', async () => {
        for (const key of [noteKey(name), uncommittedKey(name)])
          await store.settings.set(key, null);
        await store.projects.remove(name);
      });
      const restore = act(project, 'restore', [word, sha, target], say('task-restore-button'));
      const list = listButton(project, say);
      const isHalf = sha === HALF_MADE;
      const text = [
        say(isHalf ? 'task-dropped-half' : 'task-dropped', words),
        ...closed.map((number) => say('task-dropped-change', { number })),
      ];
      return {
        card: { text: text.join('\n\n'), buttons: [isHalf ? [list] : [restore, list]] },
        outcome: { state: 'done', result: { sha } },
      };
    },
  });
}
