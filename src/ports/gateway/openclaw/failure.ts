import type { FailureCause } from '../port.ts';
import type { ChatFrame } from './frames.ts';

type ErrorFrame = Extract<ChatFrame, { state: 'error' }>;

/** Why a run failed, from the gateway's own classification, else from its words. */
export function toFailureCause({ errorKind, errorDetail, errorMessage }: ErrorFrame): FailureCause {
  const reason = errorDetail?.failoverReason ?? errorKind ?? '';
  if (reason.startsWith('auth')) return 'auth';
  if (reason === 'billing') return 'billing';
  if (reason === 'rate_limit') return 'rate-limit';
  return reason ? 'other' : fromWords(errorMessage ?? '');
}

/**
 * After one refused key the gateway refuses the next runs by itself for some minutes, also across
 * its restart, with words and no classification.
 */
function fromWords(words: string): FailureCause {
  if (/auth\/billing|api key|unauthori[sz]ed|authentication/iu.test(words)) return 'auth';
  if (/billing|credit|quota|balance/iu.test(words)) return 'billing';
  if (/rate.?limit|too many requests/iu.test(words)) return 'rate-limit';
  return 'other';
}
