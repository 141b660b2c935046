import type { DeployOutcome } from '#ports/deployer/port.ts';
import type { Step, Store } from '#ports/store/port.ts';
import { type GateResult, isGateStep } from './checked.ts';
import type { DeployInput } from './deploy.ts';
import type { WentBack } from './live.ts';

/** What failed of a deploy. */
export interface DeployFailure {
  readonly project: string;
  readonly environment: string;
  readonly sha: string;
  /** The end of what was printed; untrusted, may be empty. */
  readonly output: string;
}

/** Why a deploy failed; `undefined`: it did not, or people ended it, or it is none. */
export async function failureOf(
  { operations }: Pick<Store, 'operations'>,
  operationId: string,
): Promise<DeployFailure | undefined> {
  const operation = await operations.get(operationId);
  if (operation?.kind !== 'deploy' || operation.project === undefined) return undefined;
  const tails = (await operations.steps(operationId)).map(tailOf);
  const output = tails.find((tail) => tail !== undefined);
  if (output === undefined) return undefined;
  const { environment, sha } = operation.input as unknown as DeployInput;
  return { project: operation.project, environment, sha, output };
}

/** What a step printed that ended badly; `undefined`: it did not, or has not ended. */
function tailOf({ name, result, endedAtMs }: Step): string | undefined {
  if (endedAtMs === undefined) return undefined;
  if (isGateStep(name)) {
    const { isPassed, tail } = result as unknown as GateResult;
    return isPassed ? undefined : tail;
  }
  if (name === 'build' || name === 'start') {
    const outcome = result as unknown as DeployOutcome;
    return outcome.kind === 'failed' ? outcome.tail : undefined;
  }
  return name === 'back' ? (result as unknown as WentBack).tail : undefined;
}
