import type { OperationRun } from '#operations/kind.ts';
import { isEnded } from '#operations/states.ts';
import type { Target } from '#ports/deployer/port.ts';
import { isAbout, operationLockId, operationOfLock } from '#ports/ops/holding.ts';
import type { Hold, Person } from '#ports/ops/port.ts';
import type { Operation } from '#ports/store/port.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';
import { doAll } from './do-all.ts';

/** Longer than any release may take: what a machine that never came back left ends by itself. */
const LOCK_MS = 3 * 24 * 3_600_000;

/** What an operation that wants to release does not care about. */
interface Allowance {
  /** The one that asks: its own lock keeps nobody away, and of two operations the older one counts. */
  readonly operationId?: string;
  /** Going back is for when things burn. */
  readonly ignoresFreeze?: boolean;
  /** An owner has said why this hold does not count. */
  readonly overrides?: string;
}

/** What keeps releases away from a target at this moment; `undefined`: nothing. */
export async function holdOn(
  { ops, store, now }: Pick<DeployPorts, 'ops' | 'store' | 'now'>,
  { project, environment }: Target,
  { operationId, ignoresFreeze = false, overrides }: Allowance = {},
): Promise<Hold | undefined> {
  const holds = (await ops.holds(now())).filter((hold) => isAbout(hold, project, environment));
  const own = holds.find(
    ({ id }) => operationId !== undefined && id === operationLockId(operationId),
  );
  for (const hold of holds) {
    if (hold === own || hold.id === overrides) continue;
    if (ignoresFreeze && hold.kind === 'freeze') continue;
    const holder = operationOfLock(hold.id);
    if (holder === undefined) return hold;
    // What an operation left that has ended holds nobody.
    const operation = await store.operations.get(holder);
    const isHeld = operation !== undefined && !isEnded(operation.state);
    if (isHeld && (own === undefined || age(hold) < age(own))) return hold;
  }
  return undefined;
}

/** Of two at the same millisecond the ids decide. */
function age({ sinceMs, id }: Hold): string {
  return `${String(sinceMs).padStart(16, '0')} ${id}`;
}

/**
 * Keeps others away until `unlock`. Resolves with what was faster, or was there before. `undo` runs
 * before others are let in again, when the operation does not come to its end.
 */
export async function lock(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  options: Omit<Allowance, 'operationId'> & { readonly undo: () => Promise<void> },
): Promise<Hold | undefined> {
  const { operation } = run;
  const { target, actor } = task;
  await run.step('lock', {
    async work() {
      const sinceMs = ports.now();
      const who = { by: actor, reason: operation.kind };
      const id = operationLockId(operation.id);
      const untilMs = sinceMs + LOCK_MS;
      const hold: Hold = { id, kind: 'lock', ...target, ...who, sinceMs, untilMs };
      await ports.ops.hold({ ...who, operationId: operation.id, hold });
    },
    undo: () => doAll([options.undo, () => unlock(ports, operation, actor)]),
  });
  const held = await run.step(
    'held',
    async () => (await holdOn(ports, target, { ...options, operationId: operation.id })) ?? null,
  );
  return held ?? undefined;
}

/** Lets others in again. */
export async function unlock(
  { ops }: Pick<DeployPorts, 'ops'>,
  { id }: Pick<Operation, 'id'>,
  by: Person,
): Promise<void> {
  await ops.lift({ by, reason: '', operationId: id, holdId: operationLockId(id) });
}
