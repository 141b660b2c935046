import type { Button, Card } from '#kernel/card.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { MergeOutcome } from '#ports/forge/port.ts';
import { nameOf, pathList } from './card.ts';
import type { ChangeTask, KindPorts } from './kind.ts';
import { type ChangePorts, partyOf, type Place, placeOf, short } from './place.ts';
import { policyFor, releasersOf } from './policy.ts';
import { viewOf } from './view.ts';

/** What is to be merged: exactly what was on the card. */
export type MergeInput = {
  readonly number: number;
  readonly head: string;
  readonly method: 'merge' | 'squash';
};

/** What became of it. `forbidden`: the one who asked cannot release any more. */
type Merged = (MergeOutcome | { readonly kind: 'forbidden' }) & { readonly isAlone?: boolean };

/** Merges a change; who may, and who must have approved it, is looked at now. */
export async function mergeNow(
  ports: Omit<ChangePorts, 'workspace'>,
  { project, directory }: Place,
  { number, head, method }: MergeInput,
  by: {
    readonly actor: { readonly id: number; readonly name: string };
    readonly operationId: string;
    readonly isResumed: boolean;
  },
): Promise<Merged> {
  const { git, forge } = ports;
  const { actor, ...attempt } = by;
  const change = await forge.get(project, number);
  if (!change) return { kind: 'unknown' };
  // It may have waited long: who could release then may not be one who can now.
  const releasers = await releasersOf(project, ports);
  if (!releasers.includes(actor.id)) return { kind: 'forbidden' };
  const view = await viewOf(git, directory, change);
  const { mustApprove, isAlone } = policyFor(view, actor.id, releasers);
  const outcome = await forge.merge(project, number, {
    expectedHead: head,
    method,
    by: partyOf(actor),
    ...attempt,
    ...(mustApprove && { mustApprove }),
  });
  return { ...outcome, isAlone };
}

/** Merges a change, when the project's turn has come; everything is looked at again by then. */
export function mergeKind(ports: KindPorts): OperationKind {
  const { forge } = ports;
  return errandKind(ports, {
    title: 'Merges a change into its target, by a commit that tells who asked and who approved.',
    steps: {
      merge: 'Merges exactly the commit that was on the card, unless something is in the way.',
    },
    what: ({ input }, say) => say('pr-merge-what', { number: (input as MergeInput).number }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { operation } = run;
      const { number, head, method } = operation.input as unknown as MergeInput;
      const { project, actor } = task;
      const wanted = { number, head, method };
      const done = await run.step<Merged>('merge', (attempt) =>
        mergeNow(ports, task, wanted, {
          actor,
          operationId: operation.id,
          isResumed: attempt > 1,
        }),
      );
      const change = await forge.get(project, number);
      const words = {
        number,
        target: nameOf(change?.target ?? ''),
        source: nameOf(change?.source ?? ''),
      };
      const isDone = done.kind === 'merged';
      const state = isDone ? 'done' : 'failed';
      // `branch`: it has new commits, checked out or not.
      const made = isDone && { sha: done.sha, branch: change?.target ?? '' };
      const result = { kind: done.kind, number, head, ...made };
      return { card: answerCard(done, words, task), outcome: { state, result } };
    },
  });
}

/** The answer to a merge. */
export function answerCard(
  done: Merged,
  about: {
    readonly number: number;
    readonly target: string;
    readonly source: string;
    /** What says that it is merged, where that is said otherwise. */
    readonly merged?: string;
  },
  task: ChangeTask,
): Card {
  const { project, say } = task;
  const { number, target, source } = about;
  const words = { project, number, target, source };
  const look: Button = {
    label: say('pr-look'),
    command: 'pr_of',
    words: [project, String(about.number)],
    who: 'role',
  };
  const withPaths = (key: string, paths: readonly string[]): Card => ({
    text: [say(key, words), pathList(paths, say)].filter((each) => each !== '').join('\n\n'),
    buttons: [[look]],
  });
  switch (done.kind) {
    case 'merged': {
      const undo: Button = {
        label: say('git-undo-button'),
        command: 'undo_of',
        words: [project, done.sha],
        who: 'role',
      };
      const text = [
        about.merged ?? say('pr-merge-done', { ...words, sha: short(done.sha) }),
        ...(done.isCheckedOut ? [] : [say('pr-merge-elsewhere', words)]),
        ...(done.isAlone ? [say('pr-merge-alone')] : []),
      ];
      return { text: text.join('\n\n'), buttons: [[undo, look]] };
    }
    case 'moved':
      return { text: say('pr-moved', { ...words, sha: short(done.head) }), buttons: [[look]] };
    case 'ended':
      return { text: say(`pr-ended-${done.state}`, words), buttons: [[look]] };
    case 'conflict': {
      const card = withPaths('pr-merge-conflict', done.paths);
      const update: Button = {
        label: say('pr-button-update'),
        command: 'pr_do',
        words: [project, 'update', String(about.number)],
        who: 'role',
        style: 'primary',
      };
      return { ...card, buttons: [[update, look]] };
    }
    case 'dirty': {
      const card = withPaths('pr-merge-dirty', done.paths);
      const commit = { label: say('git-commit-button'), command: 'commit', words: [] };
      // The button works in the current project.
      const isHere = task.conversation.project === project;
      return { ...card, buttons: [[...(isHere ? [commit] : []), look]] };
    }
    case 'changes-requested': {
      const text = say('pr-merge-changes-requested', { ...words, actor: nameOf(done.by.name) });
      return { text, buttons: [[look]] };
    }
    case 'refused':
      return { text: say('pr-merge-refused', { ...words, detail: nameOf(done.detail) }) };
    case 'unapproved':
    case 'nothing':
    case 'impossible':
      return { text: say(`pr-merge-${done.kind}`, words), buttons: [[look]] };
    case 'forbidden':
    case 'unknown':
      return { text: say(`pr-merge-${done.kind}`, words) };
  }
}
