import { Fault } from '#kernel/fault.ts';
import type { DeployOutcome } from '../port.ts';
import { problemNote } from '../problem.ts';

type Failed = Extract<DeployOutcome, { readonly kind: 'failed' }>;

/** The environment has no such hook. */
export function noHook(hook: string): Failed {
  return { kind: 'failed', reason: 'unsupported', why: [{ code: 'no-hook', hook }], tail: '' };
}

/** Why a release failed, and why what was live before it does not run either. */
export function notBroughtBack(outcome: Failed, back: Failed): Failed {
  const why = [...(outcome.why ?? []), { code: 'not-brought-back' } as const, ...(back.why ?? [])];
  return { ...outcome, why, tail: outcome.tail + back.tail };
}

/** A hook failed where nobody is told of an outcome. */
export function brokenHook({ why = [], tail }: Failed): Fault {
  return new Fault('deploy-failed', `${problemNote(why)}\n${tail}`.trim());
}
