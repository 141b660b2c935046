import { authorOf } from '#ports/git/author.ts';
import type { Operation } from '#ports/store/port.ts';
import { commitOnce } from './commit.ts';
import { type CommitResult, type HeldSecret, secretsIn, toHeld } from './held.ts';
import type { TurnPorts } from './show-turn.ts';
import { forgetWorkers, type Worker, workersIn } from './uncommitted.ts';

/** Where a commit is made. */
export interface Tree {
  readonly project: string;
  readonly directory: string;
}

/** The tree that an operation works in; `undefined`: there is no such project any more. */
export async function treeOf(
  { store, workspace }: Pick<TurnPorts, 'store' | 'workspace'>,
  { project = '' }: Operation,
): Promise<Tree | undefined> {
  if (!(await store.projects.get(project))) return undefined;
  return { project, directory: workspace.directory(project) };
}

/** One commit of everything in a tree. */
interface Work {
  readonly project: string;
  readonly operationId: string;
  readonly actor: Pick<Worker, 'id' | 'name'>;
  /** Counts from 1. */
  readonly attempt: number;
  /** Is told whose work may be in it. */
  readonly message: (workers: readonly Worker[]) => string;
  /** Whether it may be made with these secrets in it; absent: never with any. */
  readonly mayHold?: (held: readonly HeldSecret[]) => boolean;
}

/**
 * Commits what lies in the tree as `actor`, once, unless there is a secret in it. From then on
 * nobody's work waits there.
 */
export async function commitWork(
  ports: Pick<TurnPorts, 'git' | 'masker' | 'store' | 'workspace'>,
  { project, operationId, actor, attempt, message, mayHold }: Work,
): Promise<CommitResult> {
  const { git, masker, workspace } = ports;
  let held: readonly HeldSecret[] = [];
  const made = await commitOnce(git, {
    directory: workspace.directory(project),
    operationId,
    author: authorOf(actor),
    message: message(await workersIn(ports, project)),
    attempt,
    mayCommit(added) {
      const found = secretsIn(added, masker);
      const isGood = found.length === 0 || mayHold?.(found) === true;
      held = isGood ? [] : found;
      return isGood;
    },
  });
  if (held.length > 0) return toHeld(held);
  await forgetWorkers(ports, project);
  return made ?? null;
}
