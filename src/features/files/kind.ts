import type { Errand } from '#operations/errand.ts';
import { UNSEEN_BY_GIT } from '#ports/files/port.ts';
import type { Operation } from '#ports/store/port.ts';
import type { FilePorts } from './ports.ts';

/** Where one operation on files works. */
interface FilePlace {
  readonly project: string;
  readonly operationId: string;
}

/** One operation on files, while it runs. */
export type FileTask = FilePlace & Errand;

/** The project of an operation, made ready for files that git is not to see. */
export async function placeOf(
  { store, git, workspace }: Pick<FilePorts, 'store' | 'git' | 'workspace'>,
  { id, project = '' }: Operation,
): Promise<FilePlace | undefined> {
  if (!(await store.projects.get(project))) return undefined;
  await git.hide(workspace.directory(project), UNSEEN_BY_GIT);
  return { project, operationId: id };
}
