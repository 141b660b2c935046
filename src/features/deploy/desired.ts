import type { OperationRun } from '#operations/kind.ts';
import type { Desired, Ops, OpsMergeOutcome, Person } from '#ports/ops/port.ts';
import type { Json, Operation } from '#ports/store/port.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

/** Brings the change in the ops repository into force, now that people have said yes. */
export function merge(
  { ops }: Pick<DeployPorts, 'ops'>,
  run: OperationRun,
  task: ReleaseTask,
  by: Person | undefined,
): Promise<OpsMergeOutcome['kind']> {
  return run.step('merge', {
    // After a restart the environment says what this release wants; the journal knows what was.
    input: (task.environment.desired ?? null) as Json,
    work: async () => {
      await ops.propose(proposal(run.operation, task, by));
      return (await ops.merge(run.operation.id, by)).kind;
    },
    undo: async (merged, { input }) => {
      if (merged !== 'merged') return;
      const desired = input as unknown as Desired | null;
      const operationId = `${run.operation.id}-back`;
      const { target, actor } = task;
      const change = { by: actor, reason: task.say('deploy-reason-back'), operationId };
      await ops.propose({ ...change, ...target, ...(desired && { desired }) });
      await ops.merge(operationId);
    },
  });
}

/** What the environment should be, as a change that is asked for. */
export function proposal(
  { id }: Operation,
  task: ReleaseTask,
  approvedBy: Person | undefined,
): Parameters<Ops['propose']>[0] {
  const { target, actor, sha, releaseId, requestedAtMs, reason } = task;
  const desired: Desired = {
    revision: sha,
    release: releaseId,
    requestedBy: actor,
    operation: id,
    atMs: requestedAtMs,
    ...(approvedBy && { approvedBy }),
  };
  return { by: actor, reason, operationId: id, ...target, desired };
}
