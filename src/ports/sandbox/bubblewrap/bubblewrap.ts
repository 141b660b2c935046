import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { runCapped } from '#lib/run-capped.ts';
import { repositoriesIn, sharedBy } from '#ports/git/repository-place.ts';
import type { Sandbox } from '../port.ts';
import { OUTPUT_BYTES, type Place, byName } from '../place.ts';
import { bubblewrapArgv } from './argv.ts';
import { layPointer } from './pointer.ts';
import type { System } from './view.ts';

export interface BubblewrapOptions extends Place {
  /** Absolute path of `bwrap`. */
  readonly program: string;
  readonly system: System;
}

/** Runs project code in namespaces of its own, in which nothing else of the machine's data exists. */
export function bubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  return {
    isolation: { kind: 'bubblewrap' },
    async run(directory, argv, { timeoutMs, signal }) {
      const project = await physicalProject(options, directory);
      const { environment, system } = options;
      const caches = join(options.cachesDir, basename(project));
      const gitDirectory = repositoriesIn(options.repositoriesDir)(project);
      const repository = sharedBy(gitDirectory);
      await prepare(project, caches, gitDirectory).catch((cause: unknown) => {
        throw new Fault('sandbox-failed', `cannot prepare ${project}`, { cause });
      });
      const view = { project, caches, repository, environment, system };
      const inside = bubblewrapArgv(view, project);
      const ran = await runCapped([options.program, ...inside, '--', ...byName(argv)], {
        directory: project,
        environment: {},
        timeoutMs,
        capBytes: OUTPUT_BYTES,
        signal,
      }).catch((cause: unknown) => {
        throw new Fault('sandbox-failed', `${options.program} did not start`, { cause });
      });
      if (ran.exitCode === 1 && ran.output.startsWith('bwrap: '))
        throw new Fault('sandbox-failed', ran.output.trim());
      return ran;
    },
  };
}

async function physicalProject(place: Place, directory: string): Promise<string> {
  const project = await realpath(directory).catch((cause: unknown) => {
    throw new Fault('sandbox-failed', `no directory ${directory}`, { cause });
  });
  if (dirname(project) !== place.projectsDir)
    throw new Fault('sandbox-failed', `${directory} is not directly in ${place.projectsDir}`);
  return project;
}

/** Makes what `bubblewrapArgv` takes for granted; `.git` of the project points at `gitDirectory`. */
export async function prepare(
  project: string,
  caches: string,
  gitDirectory: string,
): Promise<void> {
  for (const name of ['home', 'tmp'])
    await mkdir(join(caches, name), { recursive: true, mode: 0o700 });
  await layPointer(project, caches, gitDirectory);
}
