import type { OperationRun } from '#operations/kind.ts';
import type { Target } from '#ports/deployer/port.ts';
import { isAbout } from '#ports/ops/holding.ts';
import type { Hold } from '#ports/ops/port.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

/** Longer than any release may take: what a machine that never came back left ends by itself. */
const LOCK_MS = 3 * 24 * 3_600_000;

/** How ids of locks begin that operations hold. */
const OPERATION = 'op-';

/** The id of an operation's own lock. */
export function lockId(operationId: string): string {
  return `${OPERATION}${operationId}`;
}

/** What holds the environment besides an operation itself; of two operations the older one counts. */
export async function otherHold(
  { ops, now }: Pick<DeployPorts, 'ops' | 'now'>,
  { project, environment }: Target,
  operationId: string,
): Promise<Hold | undefined> {
  const holds = (await ops.holds(now())).filter((hold) => isAbout(hold, project, environment));
  const own = holds.find(({ id }) => id === lockId(operationId));
  const isFirst = (hold: Hold): boolean =>
    own === undefined || !hold.id.startsWith(OPERATION) || age(hold) < age(own);
  return holds.find((hold) => hold !== own && isFirst(hold));
}

/** Of two at the same millisecond the ids decide. */
function age({ sinceMs, id }: Hold): string {
  return `${String(sinceMs).padStart(16, '0')} ${id}`;
}

/** Keeps others away until `unlock`. Resolves with what was faster, or was there before. */
export async function lock(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  options: { readonly ignoresFreeze: boolean; readonly undo: () => Promise<void> },
): Promise<Hold | undefined> {
  const { operation } = run;
  const { target, actor } = task;
  const id = lockId(operation.id);
  const held = await run.step<Hold | null>('lock', {
    async work() {
      const sinceMs = ports.now();
      const untilMs = sinceMs + LOCK_MS;
      const who = { by: actor, reason: operation.kind };
      const hold: Hold = { id, kind: 'lock', ...target, ...who, sinceMs, untilMs };
      await ports.ops.hold({ ...who, operationId: operation.id, hold });
      const other = await otherHold(ports, target, operation.id);
      return other && !(options.ignoresFreeze && other.kind === 'freeze') ? other : null;
    },
    undo: async () => {
      await options.undo();
      await unlock(ports, run, task);
    },
  });
  return held ?? undefined;
}

/** Lets others in again. */
export async function unlock(
  { ops }: DeployPorts,
  { operation }: OperationRun,
  { actor }: ReleaseTask,
): Promise<void> {
  const change = { by: actor, reason: '', operationId: operation.id };
  await ops.lift({ ...change, holdId: lockId(operation.id) });
}
