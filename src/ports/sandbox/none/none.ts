import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '#kernel/fault.ts';
import type { NoIsolation } from '#kernel/no-isolation.ts';
import { runCapped } from '#lib/run-capped.ts';
import type { Sandbox } from '../port.ts';
import { OUTPUT_BYTES, type Place, byName } from '../place.ts';

/**
 * No isolation: project code reads every file that the bot may read. It still gets the allowed
 * variables alone, a home of its own, the time limit and the cap on output.
 */
export function noSandbox(place: Place, why: NoIsolation): Sandbox {
  return {
    isolation: { kind: 'none', why },
    async run(directory, argv, { timeoutMs, signal }) {
      const home = join(place.cachesDir, basename(directory), 'home');
      await mkdir(home, { recursive: true, mode: 0o700 });
      return runCapped(byName(argv), {
        directory,
        environment: { ...place.environment, HOME: home },
        timeoutMs,
        capBytes: OUTPUT_BYTES,
        signal,
      }).catch((cause: unknown) => {
        throw new Fault('sandbox-failed', `cannot run in ${directory}`, { cause });
      });
    },
  };
}
