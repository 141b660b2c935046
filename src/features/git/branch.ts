import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { Json, Operation } from '#ports/store/port.ts';
import type { SwitchOutcome } from '#ports/git/branches.ts';
import type { GitTask, KindPorts } from './kind.ts';
import { placeOf, short } from './place.ts';
import { commitButton, pathList } from './undo.ts';

interface Input {
  readonly act: 'start' | 'use' | 'delete';
  readonly name: string;
  /** To delete: where the branch was when that was asked. */
  readonly sha?: string;
}

/** What the step keeps. */
type Ended =
  | SwitchOutcome
  | { readonly kind: 'current' }
  | { readonly kind: 'moved'; readonly sha: string };

/** Makes a branch, goes to one, or deletes one, when the project's turn has come. */
export function branchKind(ports: KindPorts): OperationKind {
  const { git } = ports;
  return errandKind(ports, {
    title: 'Makes a branch, goes to one, or deletes one.',
    steps: { branch: 'Changes the branch, unless work that is not committed is in the way.' },
    what: (operation, say) => say('branch-what', { branch: shownName(inputOf(operation)) }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { act, name, sha } = inputOf(run.operation);
      const done = await run.step<Ended>('branch', async (attempt) => {
        const isResumed = attempt > 1;
        if (act === 'start') return git.startBranch(task.directory, name, isResumed);
        if (act === 'use') return git.useBranch(task.directory, name, isResumed);
        const deleted = await git.deleteBranch(task.directory, name, sha);
        // An earlier attempt had done it.
        const isGone = deleted.kind === 'unknown' && isResumed;
        return isGone ? { kind: 'done', sha: '' } : deleted;
      });
      const result: Json = { kind: done.kind };
      const state = done.kind === 'done' ? 'done' : 'failed';
      return { card: answerCard(done, { act, name }, task), outcome: { state, result } };
    },
  });
}

/** Deletes a branch as long as it is where the card says. */
export function deleteButton(
  project: string,
  { name, sha }: { readonly name: string; readonly sha: string },
  say: Say,
): Button {
  const words = [project, 'delete', name, sha];
  return { label: say('branch-delete-now'), command: 'branch_do', words, style: 'danger' };
}

function inputOf(operation: Operation): Input {
  return operation.input as unknown as Input;
}

function shownName({ name }: Input): string {
  return plain(shorten(visible(name), 80));
}

function answerCard(done: Ended, input: Input, task: GitTask): Card {
  const { project, say } = task;
  const words = { project, branch: shownName(input) };
  switch (done.kind) {
    case 'done':
      return { text: say(`branch-done-${input.act}`, { ...words, sha: short(done.sha) }) };
    case 'dirty': {
      const text = [say('branch-dirty', words), pathList(done.paths, say)].join('\n\n');
      const again = {
        label: say('turn-again'),
        command: 'branch_do',
        words: [project, input.act, input.name],
      };
      return { text, buttons: [[...commitButton(task), again]] };
    }
    case 'taken': {
      const use = {
        label: say('branch-use'),
        command: 'branch_do',
        words: [project, 'use', input.name],
      };
      return { text: say('branch-taken', words), buttons: [[use]] };
    }
    case 'unknown':
      return { text: say('branch-unknown', words) };
    case 'bad-name':
      return { text: say('branch-bad-name', words) };
    case 'elsewhere':
      return { text: say('branch-elsewhere', words) };
    case 'moved': {
      const now = deleteButton(project, { name: input.name, sha: done.sha }, say);
      const text = say('branch-delete-moved', { ...words, sha: short(done.sha) });
      return { text, buttons: [[now]] };
    }
    case 'current':
      return { text: say('branch-delete-current', words) };
    case 'empty':
      return { text: say('git-empty', words) };
  }
}
