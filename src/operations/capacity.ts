import type { NoRoom } from '#kernel/no-room.ts';
import { rootOf } from '#kernel/project.ts';
import type { Operation } from '#ports/store/port.ts';

/** Operations that one person, and one project with its tasks, may have running and waiting. */
export const CAPACITY = { person: 10, project: 20 } as const;

/** Says whose limit one more would pass; `undefined`: there is room. */
export function fullFor(
  unfinished: readonly Operation[],
  { actorId, project }: Pick<Operation, 'actorId' | 'project'>,
): NoRoom['full'] | undefined {
  const root = project === undefined ? undefined : rootOf(project);
  const own = unfinished.filter((each) => each.actorId === actorId).length;
  if (own >= CAPACITY.person) {
    return { whose: 'yours', count: own, limit: CAPACITY.person, project: root ?? '' };
  }
  if (root === undefined) return undefined;
  const there = unfinished.filter(
    (each) => each.project !== undefined && rootOf(each.project) === root,
  ).length;
  if (there < CAPACITY.project) return undefined;
  return { whose: 'project', count: there, limit: CAPACITY.project, project: root };
}
