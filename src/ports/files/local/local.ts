import { numbered } from '#lib/file-path.ts';
import type { ProjectFiles } from '../port.ts';
import { look, read } from './look.ts';
import { pack } from './pack.ts';
import { put } from './put.ts';
import { unpack } from './unpack.ts';

/** Of one name in one folder of the inbox. */
const MOST_ALIKE = 100;

/** Files of projects that are folders on this machine; `directory` is that of a project. */
export function localFiles({
  directory,
}: {
  readonly directory: (project: string) => string;
}): ProjectFiles {
  return {
    look: (project, path) => look(directory(project), path),
    read: (project, path, mostBytes) => read(directory(project), path, mostBytes),
    put: (project, path, from, how) => put(directory(project), path, from, how),
    async putInbox(project, folder, name, from) {
      const first = `.codefoundry/inbox/${folder}/${name}`;
      for (let number = 1; number <= MOST_ALIKE; number += 1) {
        const path = number === 1 ? first : numbered(first, number);
        const made = await put(directory(project), path, from, { replace: false, id: folder });
        if (made.kind === 'blocked') return made;
        if (made.kind !== 'exists') return { kind: 'done', path };
      }
      return { kind: 'blocked', at: first };
    },
    unpack: (project, archive, how) => unpack(directory(project), archive, how),
    pack: (project, paths, how) => pack(directory(project), paths, how),
  };
}
