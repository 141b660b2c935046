import type { OperationRun } from '#operations/kind.ts';
import { POST_DEPLOY } from './checked.ts';
import { unlock } from './lock.ts';
import { checkoutOf, type Plan } from './plan.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

const POST_TIMEOUT_MS = 5 * 60_000;

/** What comes after a deploy. Nothing of it may bring down what is live by now. */
export async function finish(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  { hasAfter }: Plan,
): Promise<{ readonly isHookWell: boolean; readonly address?: string }> {
  const { target, deployer } = task;
  const isHookWell = await attempt(ports, run, 'after', async () => {
    if (!hasAfter) return true;
    const checkout = await checkoutOf(ports, run, task);
    const options = { timeoutMs: POST_TIMEOUT_MS, signal: run.leaving };
    return (await checkout.run(['sh', POST_DEPLOY], options)).exitCode === 0;
  });
  await settleAndUnlock(ports, run, task);
  const address = await deployer.status(target).then(
    (status) => status.address,
    () => undefined,
  );
  return { isHookWell, ...(address !== undefined && { address }) };
}

/** Ends what was live before, and lets others in again: the end of everything that changes what is live. */
export async function settleAndUnlock(
  ports: DeployPorts,
  run: OperationRun,
  { target, deployer, environment, actor }: ReleaseTask,
): Promise<{ readonly isSettled: boolean }> {
  const isSettled = await attempt(ports, run, 'settle', () =>
    deployer.settle(target, environment.settings),
  );
  await attempt(ports, run, 'unlock', async () => {
    await unlock(ports, run.operation, actor);
    await ports.checkouts.remove(target.project, run.operation.id);
  });
  return { isSettled };
}

/** A step that may fail; `false`: it did, or `work` says so. */
function attempt(
  ports: DeployPorts,
  run: OperationRun,
  step: string,
  work: () => Promise<unknown>,
): Promise<boolean> {
  return run.step(step, async () => {
    try {
      return (await work()) !== false;
    } catch (error) {
      if (run.leaving.aborted) throw error;
      ports.log('a release is live, but not everything after it went well', { step, error });
      return false;
    }
  });
}
