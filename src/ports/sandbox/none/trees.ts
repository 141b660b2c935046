import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { NoIsolation } from '#kernel/no-isolation.ts';
import { runCapped } from '#lib/run-capped.ts';
import { OUTPUT_BYTES, type Place, byName } from '../place.ts';
import type { Tree, TreeSandbox } from '../port.ts';

/** No isolation, as `noSandbox`, for project code that lies outside of the projects. */
export function noTrees(place: Place, why: NoIsolation): TreeSandbox {
  return {
    isolation: { kind: 'none', why },
    async run(tree, argv, { timeoutMs, signal }) {
      return runCapped(byName(argv), {
        directory: tree.directory,
        environment: { ...place.environment, ...(await ownPlaces(tree)) },
        timeoutMs,
        capBytes: OUTPUT_BYTES,
        signal,
      }).catch((cause: unknown) => {
        throw new Fault('sandbox-failed', `cannot run in ${tree.directory}`, { cause });
      });
    },
    async command(tree, argv, { variables, writable }) {
      await mkdir(writable, { recursive: true, mode: 0o700 });
      const own = await ownPlaces(tree);
      return {
        argv: byName(argv),
        environment: { ...place.environment, ...variables, ...own },
      };
    },
  };
}

async function ownPlaces({ caches, downloads }: Tree): Promise<Record<string, string>> {
  const [home, temporary] = [join(caches, 'home'), join(caches, 'tmp')];
  for (const each of [home, temporary, downloads])
    await mkdir(each, { recursive: true, mode: 0o700 });
  return { HOME: home, TMPDIR: temporary, npm_config_cache: downloads };
}
