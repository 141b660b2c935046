import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isProjectFolder } from '#kernel/project.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { TreeSandbox } from '#ports/sandbox/port.ts';
import type { FoundCommands } from '#ports/workspace/port.ts';
import type { Checkout, Checkouts } from '../port.ts';
import { writeTree } from './git.ts';

interface Options {
  /** Absolute; checkouts are `checkouts/<project>/<id>` in it. */
  readonly dataDir: string;
  /** Where the repository of a project is kept. */
  readonly repository: (project: string) => string;
  readonly trees: TreeSandbox;
  /** Reads how the project in a directory is checked. */
  readonly findCommands: (directory: string) => Promise<FoundCommands>;
}

/** What a finished checkout is of. */
const MARK = 'sha';

/** Checkouts as directories of the bot's data, where no turn of an agent sees them. */
export function localCheckouts(options: Options): Checkouts {
  const inTurn = keyedMutex();
  const place = (project: string, id: string): string => {
    // The last wall: whoever forgot to validate a name gets no path out of it.
    if (!isProjectFolder(project) || !/^[\w-][\w.-]{0,99}$/u.test(id))
      throw new Error(`not a checkout: ${JSON.stringify([project, id])}`);
    return path.join(options.dataDir, 'checkouts', project, id);
  };

  const make = async (project: string, sha: string, own: string): Promise<void> => {
    const draft = `${own}~`;
    await rm(draft, { recursive: true, force: true });
    const tree = path.join(draft, 'tree');
    const index = path.join(draft, 'index');
    await mkdir(tree, { recursive: true, mode: 0o700 });
    try {
      await writeTree(options.repository(project), sha, tree, index);
      await rm(index);
      await writeFile(path.join(draft, MARK), sha);
      await rm(own, { recursive: true, force: true });
      await rename(draft, own);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  };

  return {
    async open(project, sha, id) {
      if (!/^[0-9a-f]{40}$/u.test(sha)) throw new Error(`not a commit: ${JSON.stringify(sha)}`);
      const own = place(project, id);
      await inTurn(own, async () => {
        const found = await readFile(path.join(own, MARK), 'utf8').catch(() => undefined);
        if (found !== sha) await make(project, sha, own);
      });
      return checkout(own, path.join(options.dataDir, 'cache', '.builds', project), options);
    },
    async remove(project, id) {
      const own = place(project, id);
      await inTurn(own, async () => {
        for (const each of [own, `${own}~`]) await rm(each, { recursive: true, force: true });
      });
    },
  };
}

function checkout(own: string, downloads: string, { trees, findCommands }: Options): Checkout {
  const directory = path.join(own, 'tree');
  return {
    directory,
    commands: () => findCommands(directory),
    async has(file) {
      const root = await realpath(directory);
      const wanted = path.join(root, file);
      // Links on the way, or at its end, lead to what is not part of the commit.
      const found = await realpath(wanted).catch(() => '');
      return found === wanted && found.startsWith(`${root}/`) && (await lstat(found)).isFile();
    },
    run: (argv, ran) =>
      trees.run({ directory, caches: path.join(own, 'caches'), downloads }, argv, ran),
  };
}
