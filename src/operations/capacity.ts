import type { Operation } from '#ports/store/port.ts';

/** Operations that one person, and one project, may have running and waiting. */
export const CAPACITY = { person: 10, project: 20 } as const;

/** Whose limit is reached, and by how much that is running or waiting. */
interface Full {
  readonly whose: 'yours' | 'project';
  readonly count: number;
  readonly limit: number;
}

/** Says whether one more would be too much; `undefined`: there is room. */
export function fullFor(
  unfinished: readonly Operation[],
  actorId: number,
  project: string,
): Full | undefined {
  const own = unfinished.filter((each) => each.actorId === actorId).length;
  if (own >= CAPACITY.person) return { whose: 'yours', count: own, limit: CAPACITY.person };
  const there = unfinished.filter((each) => each.project === project).length;
  if (there >= CAPACITY.project) {
    return { whose: 'project', count: there, limit: CAPACITY.project };
  }
  return undefined;
}
