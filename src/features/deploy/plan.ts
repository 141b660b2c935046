import type { OperationRun } from '#operations/kind.ts';
import type { Checkout } from '#ports/checkouts/port.ts';
import type { Desired, EnvironmentSettings } from '#ports/ops/port.ts';
import type { Json } from '#ports/store/port.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import { type Gate, gatesOf, POST_DEPLOY } from './checked.ts';
import { approvalFor } from './decide.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';

/** What a deploy will do, as the commit and the environment said when it began. */
export interface Plan {
  readonly kind: 'plan';
  readonly commands: ProjectCommands;
  readonly gates: readonly Gate[];
  /** Absent: nobody is asked. */
  readonly policy?: NonNullable<EnvironmentSettings['approval']>;
  readonly hasAfter: boolean;
  /** What the environment should have been before. */
  readonly before: Desired | null;
}

/** The project does not say how it is checked and run. */
interface NoPlan {
  readonly kind: 'none';
  /** Untrusted. */
  readonly problem?: string;
}

/** The checkout of a deploy; made when it is not there. */
export function checkoutOf(
  { checkouts }: Pick<DeployPorts, 'checkouts'>,
  { operation }: OperationRun,
  { target, sha }: ReleaseTask,
): Promise<Checkout> {
  return checkouts.open(target.project, sha, operation.id);
}

/** Reads it once: neither the agent nor a restart changes what was begun. */
export async function planOf(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  mustApprove: boolean,
): Promise<Plan | NoPlan> {
  const plan = await run.step('plan', async (): Promise<Json> => {
    const checkout = await checkoutOf(ports, run, task);
    const found = await checkout.commands();
    if (found.kind === 'none') return { ...found };
    const { commands } = found;
    const policy = approvalFor(task.environment, commands, mustApprove);
    const made: Plan = {
      kind: 'plan',
      commands,
      gates: await gatesOf(checkout, commands),
      ...(policy && { policy }),
      hasAfter: await checkout.has(POST_DEPLOY),
      before: task.environment.desired ?? null,
    };
    return made as unknown as Json;
  });
  return plan as unknown as Plan | NoPlan;
}
