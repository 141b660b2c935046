import type { Button, Card, Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { rootOf } from '#kernel/project.ts';
import { quoted } from '#lib/quoted.ts';
import type { Change } from '#ports/forge/port.ts';
import { nameOf } from './card.ts';
import { type ChangePorts, type Place, taskOf } from './place.ts';

type Options = Pick<ChangePorts, 'git' | 'store' | 'workspace'> & {
  readonly code: Pick<Command, 'run'>;
};

/** Words of reviewers that one request holds. */
const MOST = 20;

/**
 * Starts a turn that does what reviewers wrote. The agent works in the tree of the project, or of the
 * task that the person is in: the branch has to be checked out there, and nothing may be waiting that
 * would change that.
 */
export async function letAgent(
  { git, store, code, workspace }: Options,
  { project }: Place,
  change: Change,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, conversation } = call;
  const { number, source, state } = change;
  if (state !== 'open') return { toast: say(`pr-ended-${state}`, { project, number }) };
  const here = conversation.project ?? '';
  if (rootOf(here) !== project) return { toast: say('pr-agent-other', { project }) };
  const asked = wordsOf(change);
  if (asked.length === 0) return { toast: say('pr-agent-nothing') };
  const again: Button = {
    label: say('pr-button-agent'),
    command: 'pr_do',
    words: [project, 'agent', String(number), change.head],
  };
  // A push changes neither files nor branches; after each commit one runs for a while.
  const waiting = (await store.operations.unfinished()).filter(
    (each) => each.project === here && each.kind !== 'push',
  );
  if (waiting.length > 0) {
    return { text: say('pr-agent-busy', { project, count: waiting.length }), buttons: [[again]] };
  }
  const { current } = await git.branches(workspace.directory(here));
  if (current !== source) {
    const branch = nameOf(source);
    const use = await goThere({ store }, project, source, say);
    return { text: say('pr-agent-elsewhere', { project, branch }), buttons: [[use, again]] };
  }
  const text = say('pr-agent-text', { number, words: quoted(asked) });
  return code.run({ words: text.split(/\s+/u), text }, call);
}

/** Goes to where the branch is worked on: a task has its own, and nobody else may have that. */
async function goThere(
  { store }: Pick<Options, 'store'>,
  project: string,
  source: string,
  say: Call['say'],
): Promise<Button> {
  const task = await taskOf({ store }, project, source);
  if (task !== undefined) return { label: say('task-use-button'), command: 'use', words: [task] };
  return { label: say('branch-use'), command: 'branch_do', words: [project, 'use', source] };
}

/** What was written about the head as it is; when nothing was, what was written last. */
function wordsOf({ reviews, comments, head }: Change) {
  const all = [
    ...reviews.map(({ by, comment, atSha, atMs }) => ({ by, text: comment, atSha, atMs })),
    ...comments,
  ]
    .filter(({ text }) => text.trim() !== '')
    .toSorted((left, right) => left.atMs - right.atMs);
  const now = all.filter(({ atSha }) => atSha === head);
  return (now.length > 0 ? now : all).slice(-MOST).map(({ by, text, ...where }) => ({
    from: by.name,
    ...('path' in where && { file: where.path, line: where.line }),
    text,
  }));
}
