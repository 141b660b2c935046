import type { Say } from '#kernel/language.ts';
import type { Operation } from '#ports/store/port.ts';
import type { Operations } from './operations.ts';

/** What became of operations that somebody wanted to stop. */
export interface Stopped {
  readonly count: number;
  /** Projects in which something is too far to be stopped. */
  readonly goesOnIn: readonly string[];
}

/** Stops those that can be; they are given in the order in which they began. */
export async function stopAll(
  operations: Pick<Operations, 'cancel'>,
  wanted: readonly Operation[],
  by?: string,
): Promise<Stopped> {
  let count = 0;
  const goesOnIn = new Set<string>();
  // What waits goes first: else it would start in the moment the running one ends.
  for (const { id, project = '' } of wanted.toReversed()) {
    const outcome = await operations.cancel(id, by);
    if (outcome === 'canceled') count += 1;
    if (outcome === 'goes-on') goesOnIn.add(project);
  }
  return { count, goesOnIn: [...goesOnIn] };
}

/** Says what was too far to be stopped; empty where nothing was. */
export function goesOn({ goesOnIn }: Stopped, say: Say): readonly string[] {
  return goesOnIn.length === 0 ? [] : [say('stop-goes-on', { projects: goesOnIn.join(', ') })];
}
