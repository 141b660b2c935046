import { checksKind } from '#features/code/checks.ts';
import { explainCommand } from '#features/code/explain.command.ts';
import { fixCommand, fixOfCommand } from '#features/code/fix.command.ts';
import { fixDeployCommand } from '#features/code/fix-deploy.command.ts';
import { modelCommand, modelUseCommand } from '#features/code/model.command.ts';
import { reviewCommand, reviewOfCommand } from '#features/code/review.command.ts';
import { sessionCommand, sessionDoCommand } from '#features/code/session.command.ts';
import type { TurnStart } from '#features/code/start-turn.ts';
import { testCommand, testOfCommand } from '#features/code/test.command.ts';
import { failureOf } from '#features/deploy/failure.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/** What the agent is asked for beside free text, and with what it thinks; registers its kinds. */
export function codeFeatures(
  ports: Ports,
  { operations, budget }: { readonly operations: Operations; readonly budget: TurnStart['budget'] },
): readonly Command[] {
  operations.register('checks', checksKind(ports));
  const options = { ...ports, operations, budget, hasModel: ports.modelName !== undefined };
  const deployFailure = (operationId: string) => failureOf(ports.store, operationId);
  return [
    testCommand(options),
    testOfCommand(options),
    fixCommand(options),
    fixOfCommand(options),
    fixDeployCommand({ ...options, deployFailure }),
    reviewCommand(options),
    reviewOfCommand(options),
    explainCommand(options),
    sessionCommand(options),
    sessionDoCommand(options),
    modelCommand(options),
    modelUseCommand(options),
  ];
}
