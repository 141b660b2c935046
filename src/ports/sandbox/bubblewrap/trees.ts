import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { runCapped } from '#lib/run-capped.ts';
import { OUTPUT_BYTES, byName } from '../place.ts';
import type { Tree, TreeSandbox } from '../port.ts';
import { bubblewrapArgv } from './argv.ts';
import type { BubblewrapOptions } from './bubblewrap.ts';
import type { View } from './view.ts';

/** Runs project code that lies outside of the projects in namespaces of its own. */
export function bubblewrapTrees(options: BubblewrapOptions): TreeSandbox {
  const { program, environment, system } = options;
  return {
    isolation: { kind: 'bubblewrap' },
    async run(tree, argv, { timeoutMs, signal }) {
      const view = { ...(await viewOf(tree, options)), environment, system };
      const inside = bubblewrapArgv(view, view.project);
      const ran = await runCapped([program, ...inside, '--', ...byName(argv)], {
        directory: view.project,
        environment: {},
        timeoutMs,
        capBytes: OUTPUT_BYTES,
        signal,
      }).catch((cause: unknown) => {
        throw new Fault('sandbox-failed', `${program} did not start`, { cause });
      });
      if (ran.exitCode === 1 && ran.output.startsWith('bwrap: '))
        throw new Fault('sandbox-failed', ran.output.trim());
      return ran;
    },
    async command(tree, argv, { variables, writable }) {
      await makeOwn(writable);
      const seen = await viewOf(tree, options);
      const view: View = {
        ...seen,
        environment: { ...environment, ...variables },
        system,
        isReadOnly: true,
        writable: [...(seen.writable ?? []), { source: writable, at: writable }],
      };
      return {
        argv: [program, '--args', '3', '--', ...byName(argv)],
        environment: {},
        input: bubblewrapArgv(view, view.project)
          .map((each) => `${each}\0`)
          .join(''),
      };
    },
  };
}

/** What the tree's code sees; makes what is mounted there. */
async function viewOf(
  tree: Tree,
  { system }: BubblewrapOptions,
): Promise<Pick<View, 'project' | 'caches' | 'writable'>> {
  const { directory, caches, downloads } = tree;
  const [project, parent] = await Promise.all([
    realpath(directory),
    realpath(dirname(directory)),
  ]).catch((cause: unknown) => {
    throw new Fault('sandbox-failed', `no directory ${directory}`, { cause });
  });
  // A link here would be one that project code had laid: what is mounted is never chosen by it.
  if (project !== join(parent, basename(directory)))
    throw new Fault('sandbox-failed', `${directory} is a link`);
  for (const each of [join(caches, 'home'), join(caches, 'tmp'), downloads]) await makeOwn(each);
  return {
    project,
    caches,
    writable: [{ source: downloads, at: `${system.home}/.npm/_cacache` }],
  };
}

async function makeOwn(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new Fault('sandbox-failed', `cannot make ${directory}`, { cause });
  });
}
