import type { Hold, Ops } from './port.ts';
import type { Target } from '#ports/deployer/port.ts';

/** How ids of locks begin that operations hold while they change an environment. */
const OPERATION = 'op-';

/** The id of the lock that an operation holds itself. */
export function operationLockId(operationId: string): string {
  return `${OPERATION}${operationId}`;
}

/** The operation whose own lock it is, from its id; `undefined`: a person has made the hold. */
export function operationOfLock(holdId: string): string | undefined {
  return holdId.startsWith(OPERATION) ? holdId.slice(OPERATION.length) : undefined;
}

/** What keeps deploys away from a target at this moment, the widest first; `undefined`: nothing. */
export async function holdOn(
  { project, environment }: Target,
  ops: Pick<Ops, 'holds'>,
  nowMs: number,
): Promise<Hold | undefined> {
  const found = (await ops.holds(nowMs)).filter((hold) => isAbout(hold, project, environment));
  return found.toSorted((left, right) => width(right) - width(left))[0];
}

/** Says whether a hold is about an environment. */
export function isAbout(hold: Hold, project: string, environment: string): boolean {
  return (hold.project ?? project) === project && (hold.environment ?? environment) === environment;
}

function width({ project, environment }: Hold): number {
  return (project === undefined ? 2 : 0) + (environment === undefined ? 1 : 0);
}
