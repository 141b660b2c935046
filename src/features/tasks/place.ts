import type { Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { isTask, rootOf, taskWord } from '#kernel/project.ts';
import type { Errand, ErrandPorts } from '#operations/errand.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import type { Operations } from '#operations/operations.ts';
import type { Forge, MergeOutcome } from '#ports/forge/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** How many tasks a project may have at once. */
export const MOST_TASKS = 5;

/** In place of a commit: of a task whose making broke off there is none. */
export const HALF_MADE = 'none';

/** What everything about tasks works with. */
export interface TaskPorts extends ErrandPorts {
  readonly git: Git;
  readonly forge: Pick<Forge, 'list' | 'get' | 'close'>;
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly workspace: Pick<Workspace, 'directory' | 'exists' | 'remove' | 'commands'>;
  readonly store: Pick<Store, 'projects' | 'conversations' | 'settings' | 'operations'>;
  readonly operations: Operations;
  readonly now: () => number;
  readonly changes: ChangeRules;
}

/** What changes do for a task, by their own rules. `directory` is a tree of the project. */
interface ChangeRules {
  /** Proposes a branch, or finds the change of it that is open. */
  readonly open: (
    place: Pick<Task, 'project' | 'directory'>,
    branches: { readonly source: string; readonly target: string },
    actor: Errand['actor'],
  ) => Promise<Opened>;
  readonly merge: (
    place: Pick<Task, 'project' | 'directory'>,
    wanted: { readonly number: number; readonly head: string; readonly method: 'merge' },
    by: Pick<Errand, 'actor'> & { readonly operationId: string; readonly isResumed: boolean },
  ) => Promise<Merged>;
  /** Takes `target` into `source`, and marks what both changed. */
  readonly update: (
    place: Pick<Task, 'project' | 'directory'>,
    branches: { readonly source: string; readonly target: string },
    by: Pick<Errand, 'actor' | 'say'> & { readonly run: Pick<OperationRun, 'operation' | 'step'> },
  ) => Promise<Updated>;
  /** What `update` journals. */
  readonly updateSteps: OperationKind['steps'];
  /** The answer to a merge. */
  readonly answerCard: (
    done: Merged,
    about: {
      readonly number: number;
      readonly target: string;
      readonly source: string;
      /** What says that it is merged. */
      readonly merged?: string;
    },
    errand: Pick<Task, 'project' | 'directory'> & Errand,
  ) => Card;
}

/** What became of a proposal. */
export type Opened =
  | { readonly kind: 'opened' | 'exists'; readonly number: number }
  | { readonly kind: 'nothing' | 'no-branch' };

/** What became of an update. */
type Updated =
  | {
      readonly kind: 'merged';
      readonly sha: string;
      /** Files that hold both versions, and the change that is kept from being merged so. */
      readonly conflicts?: readonly string[];
      readonly change?: number;
    }
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  | { readonly kind: 'nothing' | 'unrelated' | 'unknown' };

/** What became of a merge. */
export type Merged = (MergeOutcome | { readonly kind: 'forbidden' }) & {
  readonly isAlone?: boolean;
};

/** What is kept of a task beside its record, until it is dropped. */
export type TaskNote = {
  /** The branch it parted from and goes back into. */
  readonly target: string;
  /** Where it parted. */
  readonly base: string;
};

/** One task, by its names. */
export interface Task {
  /** `<project>.<word>`: under this it is a project to everything that works in it. */
  readonly name: string;
  readonly project: string;
  /** As people call it. */
  readonly word: string;
  readonly branch: string;
  readonly directory: string;
  /** The working tree of its project. */
  readonly home: string;
}

/** The task called `<project>.<word>`, whether or not there is one. */
export function toTask(workspace: Pick<Workspace, 'directory'>, name: string): Task {
  const [project, word] = [rootOf(name), taskWord(name)];
  const [directory, home] = [workspace.directory(name), workspace.directory(project)];
  return { name, project, word, branch: `task/${word}`, directory, home };
}

/** The task of that name, if there is one. */
export async function findTask(
  { store, workspace }: Pick<TaskPorts, 'store' | 'workspace'>,
  name: string | undefined,
): Promise<Task | undefined> {
  if (name === undefined || !isTask(name) || !(await store.projects.get(name))) return undefined;
  return toTask(workspace, name);
}

/** Reads what is kept of a task; `undefined` while it is being made. */
export async function noteOf(
  { store }: Pick<TaskPorts, 'store'>,
  { name }: Pick<Task, 'name'>,
): Promise<TaskNote | undefined> {
  return ((await store.settings.get(noteKey(name))) as TaskNote | null | undefined) ?? undefined;
}

/** The setting that holds a `TaskNote`. */
export function noteKey(name: string): string {
  return `task:${name}`;
}

/** What runs and waits in a task. */
export async function busyIn(
  { store }: Pick<TaskPorts, 'store'>,
  { name }: Pick<Task, 'name'>,
): Promise<readonly Operation[]> {
  return (await store.operations.unfinished()).filter((each) => each.project === name);
}

/** A name for what belongs to one request, fit to be a part of an operation's id. */
export function requestName({ requestId }: Pick<Call, 'requestId'>): string {
  return requestId.replaceAll(/[^a-z0-9]+/giu, '-');
}

/** The beginning of an id, as people write it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** Says whether a word of a button, which may be typed, is the whole id of a commit. */
export function isCommitId(word: string | undefined): word is string {
  return /^[0-9a-f]{40}$/u.test(word ?? '');
}
