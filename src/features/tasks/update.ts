import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { act, lookButton } from './buttons.ts';
import { findTask, noteOf, short, type Task, type TaskPorts } from './place.ts';
import { pathRows, titleOf } from './view.ts';

/** Takes what the project has by now into a task, as changes are brought up to date. */
export function updateKind(ports: TaskPorts): OperationKind {
  return errandKind<Task>(ports, {
    title: 'Takes what the project has by now into a task.',
    steps: ports.changes.updateSteps,
    what: ({ project = '' }, say) => say('task-update-what', { project }),
    placeOf: ({ project }) => findTask(ports, project),
    async work(run, task) {
      const { say, name, branch } = task;
      const target = (await noteOf(ports, task))?.target ?? '';
      const words = { project: name, target: titleOf(target) };
      const branches = { source: branch, target };
      const done = await ports.changes.update(task, branches, { ...task, run });
      if (done.kind !== 'merged') {
        const paths = done.kind === 'dirty' ? pathRows(done.paths, say) : '';
        const text = [say(`task-update-${done.kind}`, words), paths].filter((each) => each !== '');
        const state = done.kind === 'nothing' ? 'done' : 'failed';
        return {
          card: { text: text.join('\n\n') },
          outcome: { state, result: { kind: done.kind } },
        };
      }
      const { sha, conflicts = [], change } = done;
      const key = conflicts.length > 0 ? 'task-update-conflicts' : 'task-updated';
      const text = [
        say(key, { ...words, sha: short(sha) }),
        pathRows(conflicts, say),
        change === undefined ? '' : say('task-update-change', { number: change }),
      ];
      const merge = act(name, 'merge', [sha], say('task-merge-button'));
      const next = change === undefined ? merge : lookButton(task.project, change, say);
      return {
        card: {
          text: text.filter((each) => each !== '').join('\n\n'),
          ...((conflicts.length === 0 || change !== undefined) && { buttons: [[next]] }),
        },
        outcome: { state: 'done', result: { kind: done.kind, sha, conflicts } },
      };
    },
  });
}
