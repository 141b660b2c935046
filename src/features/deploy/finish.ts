import type { OperationRun } from '#operations/kind.ts';
import { POST_DEPLOY } from './checked.ts';
import { unlock } from './lock.ts';
import { checkoutOf, type Plan } from './plan.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

const POST_TIMEOUT_MS = 5 * 60_000;

/** Nothing of it may bring down what is live by now. */
export async function finish(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  { hasAfter }: Plan,
): Promise<{ readonly isHookWell: boolean; readonly address?: string }> {
  const { target, deployer, environment } = task;
  const attempt = (step: string, work: () => Promise<unknown>) =>
    run.step(step, async () => {
      try {
        return (await work()) !== false;
      } catch (error) {
        if (run.leaving.aborted) throw error;
        ports.log('a release is live, but not everything after it went well', { step, error });
        return false;
      }
    });
  const isHookWell = await attempt('after', async () => {
    if (!hasAfter) return true;
    const checkout = await checkoutOf(ports, run, task);
    const options = { timeoutMs: POST_TIMEOUT_MS, signal: run.leaving };
    return (await checkout.run(['sh', POST_DEPLOY], options)).exitCode === 0;
  });
  await attempt('settle', () => deployer.settle(target, environment.settings));
  await attempt('unlock', async () => {
    await unlock(ports, run.operation, task.actor);
    await ports.checkouts.remove(target.project, run.operation.id);
  });
  const address = await deployer.status(target).then(
    (status) => status.address,
    () => undefined,
  );
  return { isHookWell, ...(address !== undefined && { address }) };
}
