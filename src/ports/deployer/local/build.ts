import { constants } from 'node:fs';
import { cp, lstat, mkdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { endOf } from '#lib/end-of.ts';
import type { Argv } from '#lib/exec.ts';
import type { TreeSandbox } from '#ports/sandbox/port.ts';
import type { DeployOutcome, ReleaseSource } from '../port.ts';
import { howEnded } from '../problem.ts';
import { failed, reasonOf } from './failures.ts';
import type { Places } from './places.ts';
import { readRelease, writeRelease } from './records.ts';

const COMMAND_LIMIT_MS = 20 * 60_000;
const TAIL_CHARS = 4000;

/** Makes an image, which nothing here would run: for the deployer `compose`. */
const IMAGE_BUILDERS: ReadonlySet<string> = new Set([
  'docker',
  'docker-compose',
  'podman',
  'buildah',
]);

/**
 * Copies what is to be released, installs and builds it. A release that is whole is left alone; a
 * half-made one is made anew, in the same place, because builds write down where they are.
 */
export async function buildRelease(
  places: Places,
  source: ReleaseSource,
  trees: TreeSandbox,
  builtAtMs: number,
  signal: AbortSignal,
): Promise<DeployOutcome> {
  const { id, sha, commands } = source;
  if ((await readRelease(places, id))?.sha === sha) return { kind: 'done' };
  if (commands.start === undefined) return failed('unsupported', '', { code: 'no-start' });
  const { root, tree } = places.release(id);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true, mode: 0o700 });
  await cp(source.directory, tree.directory, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  for (const argv of stepsOf(commands.install, commands.build)) {
    signal.throwIfAborted();
    const ran = await trees.run(tree, argv, { timeoutMs: COMMAND_LIMIT_MS, signal });
    signal.throwIfAborted();
    if (ran.exitCode === 0) continue;
    const why = howEnded(argv.join(' '), ran, COMMAND_LIMIT_MS);
    const tail = endOf(ran.output, TAIL_CHARS);
    return failed(reasonOf('failed', tail), tail, why);
  }
  await linkData(places, tree.directory);
  const { start, health } = commands;
  await writeRelease(places, {
    id,
    sha,
    builtAtMs,
    start: [...start],
    ...(health && { health: { ...health } }),
  });
  return { kind: 'done' };
}

function stepsOf(install: Argv | undefined, build: Argv | undefined): readonly Argv[] {
  const isImage = build !== undefined && IMAGE_BUILDERS.has(basename(build[0]));
  return [install, isImage ? undefined : build].filter((each) => each !== undefined);
}

/** What a release keeps in `data/` is there for the next one too, unless the project has files there. */
async function linkData({ data }: Places, directory: string): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const link = join(directory, 'data');
  const there = await lstat(link).catch(() => undefined);
  if (there === undefined) await symlink(data, link);
}
