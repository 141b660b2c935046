import type { SentFile } from '#kernel/sent-file.ts';
import { numbered, type PathProblem, toFileName, toNewPath } from '#lib/file-path.ts';
import { isLocked } from '#lib/locked-path.ts';
import type { ProjectFiles } from '#ports/files/port.ts';

/** Where files go, one path for each; or why they cannot. */
export type Targets =
  | { readonly paths: readonly string[] }
  | { readonly problem: PathProblem | 'locked'; readonly shown: string };

/** Works out what somebody meant by a place: a folder, or the name of the file itself. */
export async function targetsOf(
  files: readonly SentFile[],
  typed: string,
  project: string,
  tree: Pick<ProjectFiles, 'look'>,
): Promise<Targets> {
  const text = typed.trim();
  if (/^(?:\.?\/?)$/u.test(text)) return named(files, '');
  const known = toNewPath(text);
  if ('problem' in known) return { problem: known.problem, shown: text };
  const { path } = known;
  if (isLocked(path)) return { problem: 'locked', shown: path };
  const isFolder =
    text.endsWith('/') || files.length > 1 || (await tree.look(project, path)).kind === 'folder';
  return isFolder ? named(files, path) : { paths: [path] };
}

function named(files: readonly SentFile[], folder: string): Targets {
  const paths: string[] = [];
  for (const { name } of files) {
    const safe = toFileName(name);
    const path = folder === '' ? safe : `${folder}/${safe}`;
    if (isLocked(path)) return { problem: 'locked', shown: path };
    paths.push(unlike(path, paths));
  }
  return { paths };
}

/** Files of one album may have one name. */
function unlike(path: string, others: readonly string[]): string {
  const taken = new Set(others.map((each) => each.toLowerCase()));
  let free = path;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = numbered(path, number);
  return free;
}
