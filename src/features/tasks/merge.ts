import type { Button, Card } from '#kernel/card.ts';
import { plain } from '#kernel/card.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import { errandKind, type Errand } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { act, workButton } from './buttons.ts';
import { findTask, type Merged, noteOf, short, type Task, type TaskPorts } from './place.ts';
import { titleOf } from './view.ts';

/** What is to be merged: exactly what was on the card. */
interface MergeInput {
  readonly word: string;
  readonly head: string;
}

/** The change that stands for the task. */
type Opened =
  | { readonly kind: 'open'; readonly number: number }
  | { readonly kind: 'nothing' | 'no-branch' };

const TITLE_CHARS = 120;
/** Commits that a description names. */
const NAMED = 30;
/** Files that an answer names. */
const FILES = 15;

/** Proposes a task as a change of its project and merges that, as the rules of changes have it. */
export function mergeKind(ports: TaskPorts): OperationKind {
  const { git, forge, merge } = ports;

  const open = async (task: Task & Errand, target: string): Promise<Opened> => {
    const { project, branch, home, word, actor } = task;
    const onto = await git.branchHead(home, target);
    const head = await git.branchHead(home, branch);
    if (onto === undefined || head === undefined) return { kind: 'no-branch' };
    const { commits } = await git.ahead(home, { from: onto, to: head, limit: NAMED });
    const own = commits.filter(({ isMerge }) => !isMerge).toReversed();
    const subjects = own.map(({ subject }) => shorten(visible(subject), TITLE_CHARS));
    const outcome = await forge.open(project, {
      source: branch,
      target,
      title: subjects[0] ?? word,
      description: subjects.length < 2 ? '' : subjects.map((each) => `- ${each}`).join('\n'),
      by: { actorId: actor.id, name: actor.name },
    });
    if (outcome.kind === 'nothing' || outcome.kind === 'no-branch') return { kind: outcome.kind };
    return { kind: 'open', number: outcome.change.number };
  };

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
      const { project, home, actor, say, name } = task;
      const target = (await noteOf(ports, task))?.target ?? '';
      const words = { project: name, name: project, target: titleOf(target) };
      const opened = await run.step<Opened>('open', () => open(task, target));
      if (opened.kind !== 'open') {
        const text = say(opened.kind === 'nothing' ? 'task-nothing' : 'task-no-branch', words);
        return { card: { text }, outcome: { state: 'failed', result: { kind: opened.kind } } };
      }
      const { number } = opened;
      const done = await run.step<Merged>('merge', (attempt) =>
        merge(
          { project, directory: home },
          { number, head, method: 'merge' },
          { actor, operationId: operation.id, isResumed: attempt > 1 },
        ),
      );
      const isDone = done.kind === 'merged';
      return {
        card: answerCard(done, { ...words, number, head }, task),
        outcome: {
          state: isDone ? 'done' : 'failed',
          result: { kind: done.kind, number, head, ...(isDone && { sha: done.sha }) },
        },
      };
    },
  });
}

interface About {
  readonly project: string;
  readonly name: string;
  readonly target: string;
  readonly number: number;
  readonly head: string;
}

function answerCard(done: Merged, about: About, task: Task & Errand): Card {
  const { say, project, name, branch } = task;
  const words = { ...about, source: titleOf(branch), project: name };
  const look: Button = {
    label: say('pr-look'),
    command: 'pr_of',
    words: [project, String(about.number)],
    who: 'role',
  };
  const files = (paths: readonly string[]): string => {
    const rows = paths.slice(0, FILES).map((each) => `- ${plain(shorten(visibleName(each), 120))}`);
    const hidden = paths.length - rows.length;
    return [...rows, ...(hidden > 0 ? [say('git-more-paths', { count: hidden })] : [])].join('\n');
  };
  switch (done.kind) {
    case 'merged': {
      const undo: Button = {
        label: say('git-undo-button'),
        command: 'undo_of',
        words: [project, done.sha],
        who: 'role',
      };
      const drop = act(name, 'drop', [], say('task-drop-button'));
      const text = [
        say('task-merged', { ...words, sha: short(done.sha) }),
        ...(done.isCheckedOut ? [] : [say('pr-merge-elsewhere', { ...words, project })]),
        ...(done.isAlone ? [say('pr-merge-alone')] : []),
      ];
      return {
        text: text.join('\n\n'),
        buttons: [
          [undo, look],
          [drop, workButton(name, say)],
        ],
      };
    }
    case 'conflict': {
      const text = [
        say('task-conflict', words),
        files(done.paths),
        say('task-conflict-advice', words),
      ];
      const solve = act(name, 'solve', [], say('task-solve-button'), 'primary');
      const update = act(name, 'update', [], say('task-update-button', words));
      return { text: text.join('\n\n'), buttons: [[solve], [update, look]] };
    }
    case 'dirty':
      return { text: `${say('pr-merge-dirty', words)}\n\n${files(done.paths)}`, buttons: [[look]] };
    case 'moved':
      return { text: say('task-moved', { ...words, sha: short(done.head) }), buttons: [[look]] };
    case 'ended':
      return { text: say(`pr-ended-${done.state}`, words), buttons: [[look]] };
    case 'changes-requested': {
      const text = say('pr-merge-changes-requested', { ...words, actor: titleOf(done.by.name) });
      return { text, buttons: [[look]] };
    }
    case 'refused':
      return { text: say('pr-merge-refused', { ...words, detail: titleOf(done.detail) }) };
    case 'unapproved':
    case 'nothing':
    case 'impossible':
    case 'forbidden':
    case 'unknown':
      return { text: say(`pr-merge-${done.kind}`, words), buttons: [[look]] };
  }
}
