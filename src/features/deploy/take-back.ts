import type { OperationRun } from '#operations/kind.ts';
import { takeBackId } from '#ports/ops/was-live.ts';
import { putBack } from './desired.ts';
import { doAll } from './do-all.ts';
import type { Plan } from './plan.ts';
import { type DeployPorts, type ReleaseTask, short } from './ports.ts';

/** What was made for a release that did not come to be is taken back; what is live stays, and runs. */
export async function takeBack(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
): Promise<void> {
  const { checkouts, ops } = ports;
  const { target, deployer, environment, releaseId } = task;
  const { id } = run.operation;
  await doAll([
    async () => {
      const { live } = await deployer.status(target);
      const plan = run.noted('plan') as unknown as Plan | undefined;
      if (live?.id !== releaseId) await putBack(ports, run, task, plan?.before ?? null);
      else if (run.noted('watch') !== true) await noteUnwell(ports, run, task);
    },
    () => deployer.discard(target, releaseId),
    () => ops.drop(id),
    ...[id, `${id}-build`].map((each) => () => checkouts.remove(target.project, each)),
    // A reboot while it was started: until then nobody else has started what is live.
    () => deployer.revive(target, environment.settings),
  ]);
}

/** What has the traffic and was never well is not what another environment may be promoted from. */
async function noteUnwell(
  { ops }: DeployPorts,
  { operation }: OperationRun,
  { target, actor, sha, say }: ReleaseTask,
): Promise<void> {
  await ops.note({
    by: actor,
    reason: '',
    operationId: takeBackId(operation.id),
    project: target.project,
    subject: say('deploy-note-unwell', { ...target, sha: short(sha) }),
  });
}
