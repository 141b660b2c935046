import { Fault } from '#kernel/fault.ts';
import type { OperationRun } from '#operations/kind.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Desired, Ops } from '#ports/ops/port.ts';
import { takeBackId } from '#ports/ops/was-live.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

/** A change of what should be live, as it is proposed. */
type Proposal = Parameters<Ops['propose']>[0];

const ATTEMPTS = 3;

/** What the environment should be, as a change that is asked for. */
export function proposal(
  { operation }: OperationRun,
  task: ReleaseTask,
  pinned?: string,
): Proposal {
  const { target, actor, sha, releaseId, requestedAtMs, reason } = task;
  const desired: Desired = {
    revision: sha,
    release: releaseId,
    requestedBy: actor,
    operation: operation.id,
    atMs: requestedAtMs,
    ...(pinned !== undefined && { pinned }),
  };
  return { by: actor, reason: pinned ?? reason, operationId: operation.id, ...target, desired };
}

/**
 * Brings a change into force that nobody has to approve, also where somebody changes the environment
 * at the same time.
 * @throws {Fault} `deploy-failed` when others are faster again and again
 */
export async function agree({ ops }: Pick<DeployPorts, 'ops'>, change: Proposal): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await ops.propose(change);
    const { kind } = await ops.merge(change.operationId);
    if (kind === 'merged') return;
    await ops.drop(change.operationId);
  }
  throw new Fault('deploy-failed', `${change.project}/${change.environment} changes all the time`);
}

/** Puts back what was desired before, when this release did not come to be. */
export async function putBack(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  before: Desired | null,
): Promise<void> {
  const { id } = run.operation;
  const { target, actor, say } = task;
  const now = (await environmentOf(ports.ops, target))?.desired;
  if (now?.operation !== id) return;
  const change = { by: actor, reason: say('deploy-reason-back'), operationId: takeBackId(id) };
  await agree(ports, { ...change, ...target, ...(before && { desired: before }) });
}
