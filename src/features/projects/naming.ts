import { freeNames, nearestProjectName } from '#kernel/project-name.ts';
import { isProjectName } from '#kernel/project.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** Where names of projects are taken. */
export interface Names {
  readonly store: Pick<Store, 'projects'>;
  readonly workspace: Pick<Workspace, 'exists'>;
}

/** Says whether a project can be called so: no other is, archived or not, and no folder. */
export async function isFree(name: string, { store, workspace }: Names): Promise<boolean> {
  return !(await store.projects.find(name)) && !(await workspace.exists(name));
}

/**
 * Removes what lies there of a project that was never made. Whatever has become a project of that
 * name meanwhile, by another way, stays.
 */
export async function removeUnmade(
  name: string,
  { store, workspace }: Pick<Names, 'store'> & { readonly workspace: Pick<Workspace, 'remove'> },
): Promise<void> {
  if (!(await store.projects.find(name))) await workspace.remove(name);
}

/** Good names near to what somebody wrote, which are free. */
export async function namesLike(text: string, names: Names, count = 1): Promise<readonly string[]> {
  const nearest = nearestProjectName(text);
  if (nearest === undefined) return [];
  return freeNames(nearest, (name) => isFree(name, names), count);
}

/** What is the matter with a name that somebody wants. */
export async function problemWith(
  name: string,
  names: Names,
): Promise<'bad' | 'taken' | undefined> {
  if (!isProjectName(name)) return 'bad';
  return (await isFree(name, names)) ? undefined : 'taken';
}
