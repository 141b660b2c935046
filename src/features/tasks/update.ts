import { plain } from '#kernel/card.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { MergeOutcome } from '#ports/git/merge.ts';
import { act } from './buttons.ts';
import { findTask, noteOf, short, type Task, type TaskPorts } from './place.ts';
import { titleOf } from './view.ts';

/** Changes of the project that are looked at for the one of the task. */
const LOOKED_AT = 50;
/** Files that an answer names. */
const FILES = 15;
const BOT = { name: 'CodeFoundry', email: 'codefoundry@localhost' };

/**
 * Takes what the project has by now into a task. What both changed is committed with marks around
 * both versions, and a verdict of ours keeps it from being merged so.
 */
export function updateKind(ports: TaskPorts): OperationKind {
  const { git, forge } = ports;
  return errandKind<Task>(ports, {
    title: 'Takes what the project has by now into a task.',
    steps: {
      update: 'Merges the target into the branch; what both changed is marked in the files.',
      mark: 'Asks for changes where files are marked, so that nobody merges them so.',
    },
    what: ({ project = '' }, say) => say('task-update-what', { project }),
    placeOf: ({ project }) => findTask(ports, project),
    async work(run, task) {
      const { operation } = run;
      const { say, name, project, branch, directory, home, actor } = task;
      const target = (await noteOf(ports, task))?.target ?? '';
      const words = { project: name, target: titleOf(target) };
      const done = await run.step<MergeOutcome>('update', async (attempt) => {
        const made = attempt > 1 ? await git.findMerge(directory, branch, operation.id) : undefined;
        if (made !== undefined) return { kind: 'merged', sha: made, isCheckedOut: true };
        const head = await git.branchHead(home, target);
        if (head === undefined) return { kind: 'unknown' };
        return git.merge(directory, {
          target: branch,
          head,
          method: 'merge',
          author: BOT,
          message: messageOf(target, branch, operation.id, actor),
          isResumed: attempt > 1,
          keepsConflicts: true,
        });
      });
      if (done.kind !== 'merged') {
        const paths = done.kind === 'dirty' ? rows(done.paths) : '';
        const text = [say(`task-update-${done.kind}`, words), paths].filter((each) => each !== '');
        return {
          card: { text: text.join('\n\n') },
          outcome: {
            state: done.kind === 'nothing' ? 'done' : 'failed',
            result: { kind: done.kind },
          },
        };
      }
      const { sha, conflicts = [] } = done;
      if (conflicts.length > 0) {
        const comment = say('pr-update-marked', {
          files: conflicts.map((each) => JSON.stringify(each)).join(', '),
        });
        await run.step('mark', async () => {
          const open = (await forge.list(project, LOOKED_AT)).find(
            ({ source, state }) => source === branch && state === 'open',
          );
          if (!open) return;
          const review = { key: operation.id, by: { name: BOT.name }, comment, atSha: sha };
          await forge.review(project, open.number, { ...review, verdict: 'request-changes' });
        });
      }
      const key = conflicts.length > 0 ? 'task-update-conflicts' : 'task-updated';
      const text = [say(key, { ...words, sha: short(sha) }), rows(conflicts)];
      const merge = act(name, 'merge', [sha], say('task-merge-button'));
      return {
        card: {
          text: text.filter((each) => each !== '').join('\n\n'),
          ...(conflicts.length === 0 && { buttons: [[merge]] }),
        },
        outcome: { state: 'done', result: { kind: done.kind, sha, conflicts } },
      };
    },
  });
}

function rows(paths: readonly string[]): string {
  return paths
    .slice(0, FILES)
    .map((each) => `- ${plain(shorten(visibleName(each), 120))}`)
    .join('\n');
}

function messageOf(
  target: string,
  branch: string,
  operationId: string,
  actor: { readonly id: number; readonly name: string },
): string {
  const name = actor.name.replaceAll(/[\p{C}<>]+/gu, ' ').trim();
  const trailers = `Operation: ${operationId}\nRequested-by: ${name} (Telegram ${actor.id})\n`;
  return `Take ${target} into ${branch}\n\n${trailers}`;
}
