import type { DeployOutcome } from '../port.ts';
import type { DeployProblem } from '../problem.ts';

/** What did not come to be. */
export type Failed = Exclude<DeployOutcome, { readonly kind: 'done' }>;

export function failed(reason: Failed['reason'], tail = '', why?: DeployProblem): Failed {
  const plain = { kind: 'failed', reason, tail } as const;
  return why === undefined ? plain : { ...plain, why: [why] };
}

/** As a program says it that could not write. */
const NO_SPACE = /\bENOSPC\b|\bEDQUOT\b|No space left on device|Disk quota exceeded/u;

/** The reason, unless what was printed says that there is no space. */
export function reasonOf(reason: Failed['reason'], printed: string): Failed['reason'] {
  return NO_SPACE.test(printed) ? 'full' : reason;
}

/** Turns an error that says so into the outcome `full`; any other is thrown on. */
export function whenFull(error: unknown): Failed {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : '';
    if (['ENOSPC', 'EDQUOT', 'ENOMEM'].includes(code) || NO_SPACE.test(each.message))
      return failed('full', '', { code: 'machine', said: each.message });
  }
  throw error;
}
