import type { DeployProblem } from '../problem.ts';

/** Why a project's own file is not used. */
export interface Refusal {
  readonly kind: 'refused';
  readonly why: DeployProblem;
}

export function refusal(why: DeployProblem): Refusal {
  return { kind: 'refused', why };
}

/** Says whether it has keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
