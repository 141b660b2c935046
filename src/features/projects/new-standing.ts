import type { OperationRun } from '#operations/kind.ts';
import type { Operation, Store } from '#ports/store/port.ts';

/**
 * How far an operation that makes a project came before it broke: `ours`, what lies there is its
 * half of one; `made`, the project is there and stays; `foreign`, it had not begun, and what lies
 * there is somebody else's.
 */
export async function standingOf(
  { id, project = '' }: Operation,
  { store }: { readonly store: Pick<Store, 'operations' | 'projects'> },
): Promise<'ours' | 'made' | 'foreign'> {
  const check = (await store.operations.steps(id)).find(({ name }) => name === 'check');
  if (check?.result !== true) return 'foreign';
  return (await store.projects.find(project)) ? 'made' : 'ours';
}

/**
 * Says whether somebody stopped it, so that what there is has to go.
 * @throws {Error} when this process only lets go of it: the next one goes on with what there is
 */
export function isStopped({ signal, leaving }: Pick<OperationRun, 'signal' | 'leaving'>): boolean {
  if (leaving.aborted) throw new Error('shutdown');
  return signal.aborted;
}
