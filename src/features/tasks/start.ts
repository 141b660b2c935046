import type { Card } from '#kernel/card.ts';
import { errandKind } from '#operations/errand.ts';
import { Canceled, type OperationKind, type OperationRun } from '#operations/kind.ts';
import type { WorktreeOutcome } from '#ports/git/worktrees.ts';
import type { Operation } from '#ports/store/port.ts';
import { listButton, workButton } from './buttons.ts';
import {
  findTask,
  noteKey,
  noteOf,
  short,
  type Task,
  type TaskNote,
  type TaskPorts,
} from './place.ts';

/** What a start is told. */
export type StartInput = {
  readonly actorName: string;
  /** A commit of a dropped task, and the branch it goes into; absent: where the project is. */
  readonly from?: { readonly sha: string; readonly target: string };
};

/** Where the task parts from its project, or why it cannot. */
type Base = ({ readonly kind: 'found' } & TaskNote) | { readonly kind: 'empty' | 'detached' };

const INSTALL_TIMEOUT_MS = 5 * 60_000;
/** The card that says how far it is. */
const progressKey = (id: string): string => `${id}:progress`;

/** Makes the tree and the branch of a task whose record is there; leaves nothing when it cannot. */
export function startKind(ports: TaskPorts): OperationKind {
  const { git, store, sandbox, workspace, chat, sayIn } = ports;

  const install = async (run: OperationRun, task: Task): Promise<'none' | 'done' | 'failed'> => {
    const found = await workspace.commands(task.name);
    const argv = found.kind === 'none' ? undefined : found.commands.install;
    if (argv === undefined) return 'none';
    const options = { timeoutMs: INSTALL_TIMEOUT_MS, signal: run.signal };
    const ran = await sandbox.run(task.directory, argv, options);
    // What was stopped has not failed; and who only lets go of it leaves it to the next process.
    if (run.signal.aborted) throw new Canceled();
    return ran.exitCode === 0 ? 'done' : 'failed';
  };

  const kind = errandKind<Task>(ports, {
    title: 'Starts a task: a second tree of a project with a branch of its own.',
    steps: {
      base: 'Sees which commit and branch of the project it begins at.',
      note: 'Keeps where it parted and what it goes back into.',
      tree: 'Makes the branch and the tree.',
      install: 'Installs the dependencies, where the project says how.',
    },
    what: ({ project = '' }, say) => say('task-start-what', { project }),
    placeOf: ({ project }) => findTask(ports, project),
    async work(run, task) {
      const { say, conversation, project, word, branch, name } = task;
      const { from } = run.operation.input as StartInput;
      const key = progressKey(run.operation.id);
      const base = await run.step<Base>('base', () => baseOf(ports, task, from));
      const words = { project: name, name: project, word, branch };
      const failed = async (why: string): Promise<{ card: Card; outcome: Failed }> => {
        await clear(ports, task, undefined);
        return {
          card: { text: say(`task-start-${why}`, words), buttons: [[listButton(project, say)]] },
          outcome: { state: 'failed', result: { kind: why } },
        };
      };
      if (base.kind !== 'found') return failed(base.kind);
      const { target, base: sha } = base;
      await run.step('note', () => store.settings.set(noteKey(name), { target, base: sha }));
      const made = await run.step<WorktreeOutcome>('tree', (attempt) =>
        git.addWorktree(task.directory, { branch, sha, isResumed: attempt > 1 }),
      );
      if (made.kind !== 'done') return failed(made.kind);
      const begun = { text: say('task-installing', words), ring: false };
      await chat.show(conversation, key, begun);
      const installed = await run.step('install', () => install(run, task));
      await chat.close(conversation, key, { text: say('task-start-ended', words) });
      const about = { ...words, target, sha: short(sha) };
      const note = installed === 'failed' ? `\n\n${say('task-install-failed', words)}` : '';
      return {
        card: {
          text: `${say('task-started', about)}${note}`,
          buttons: [[workButton(name, say), listButton(project, say)]],
        },
        outcome: { state: 'done', result: { sha, target } },
      };
    },
  });

  const giveUp = async (operation: Operation): Promise<void> => {
    const task = await findTask(ports, operation.project);
    if (task) await clear(ports, task, (await noteOf(ports, task))?.base);
  };
  return {
    ...kind,
    async dropped(operation) {
      const { id, conversationId, project = '' } = operation;
      const hasBegun = (await store.operations.steps(id)).length > 0;
      await giveUp(operation);
      const conversation = await store.conversations.get(conversationId);
      if (!hasBegun || !conversation) return kind.dropped?.(operation);
      const text = sayIn(conversation.language)('task-start-stopped', { project });
      await chat.close(conversation, progressKey(id), { text });
    },
    async broke(operation) {
      await giveUp(operation);
      await kind.broke?.(operation);
    },
  };
}

type Failed = { readonly state: 'failed'; readonly result: { readonly kind: string } };

async function baseOf({ git }: TaskPorts, { home }: Task, from: StartInput['from']): Promise<Base> {
  const { current, head } = await git.branches(home);
  if (head === undefined) return { kind: 'empty' };
  const isThere = from && (await git.branchHead(home, from.target)) !== undefined;
  const target = isThere ? from.target : current;
  if (target === undefined) return { kind: 'detached' };
  return { kind: 'found', target, base: from?.sha ?? head };
}

/**
 * Takes away what a start left. `base`: the branch is its own, when nothing was committed to it;
 * else it may be somebody's that was there before.
 */
async function clear(ports: TaskPorts, task: Task, base: string | undefined): Promise<void> {
  const { git, store, workspace } = ports;
  await workspace.remove(task.name);
  if (base !== undefined) await git.retireBranch(task.home, task.branch, base);
  await store.settings.set(noteKey(task.name), null);
  await store.projects.remove(task.name);
}
