import { join } from 'node:path';
import { isEnvironmentName } from '#kernel/environment.ts';
import { isProjectFolder } from '#kernel/project.ts';
import type { Tree } from '#ports/sandbox/port.ts';
import type { Target } from '../port.ts';

/** Beside the releases of an environment. */
const TAKEN: ReadonlySet<string> = new Set(['current', 'data', 'live.json']);

/** Where the things of one environment are. */
export interface Places {
  /** Name of the route, and the beginning of the ids of its processes. */
  readonly name: string;
  readonly root: string;
  /** What is live, and since when. */
  readonly live: string;
  /** A link to the directory of what is live. */
  readonly current: string;
  /** What releases keep for the next one: `data/` of each. */
  readonly data: string;
  /** Below this all releases lie. */
  release(id: string): ReleasePlaces;
}

interface ReleasePlaces {
  readonly processId: string;
  readonly root: string;
  /** Written last: what has it is whole. */
  readonly record: string;
  /** How it was started last. */
  readonly run: string;
  readonly log: string;
  readonly tree: Tree;
}

/** @throws when a name could lead elsewhere: whoever forgot to validate it gets no path */
export function placesOf(dataDir: string, { project, environment }: Target): Places {
  if (!isProjectFolder(project) || !isEnvironmentName(environment))
    throw new Error(`not a target: ${JSON.stringify([project, environment])}`);
  const name = `${project}/${environment}`;
  const root = join(dataDir, 'releases', project, environment);
  return {
    name,
    root,
    live: join(root, 'live.json'),
    current: join(root, 'current'),
    data: join(root, 'data'),
    release(id) {
      if (!isReleaseId(id)) throw new Error(`not a release: ${JSON.stringify(id)}`);
      const own = join(root, id);
      return {
        processId: `${name}/${id}`,
        root: own,
        record: join(own, 'release.json'),
        run: join(own, 'run.json'),
        log: join(own, 'output.log'),
        tree: {
          directory: join(own, 'tree'),
          caches: join(own, 'caches'),
          downloads: join(dataDir, 'cache', '.builds', project),
        },
      };
    },
  };
}

/** Whether a name in the directory of an environment can be a release's. */
export function isReleaseId(id: string): boolean {
  return /^\w[\w.-]{0,99}$/u.test(id) && !TAKEN.has(id);
}
