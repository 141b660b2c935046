import type { FailureCause } from '../port.ts';
import type { ChatFrame } from './frames.ts';

type ErrorFrame = Extract<ChatFrame, { state: 'error' }>;

/** Why a run failed, from the gateway's own classification, else from its words. */
export function toFailureCause({ errorKind, errorDetail, errorMessage }: ErrorFrame): FailureCause {
  const reason = errorDetail?.failoverReason ?? errorKind ?? '';
  return reason ? toCause(reason) : fromWords(errorMessage ?? '');
}

/** The gateway's own words for why a model did not answer. */
const CAUSES: Readonly<Record<string, FailureCause>> = {
  auth: 'auth',
  auth_permanent: 'auth',
  billing: 'billing',
  rate_limit: 'rate-limit',
  overloaded: 'overloaded',
  server_error: 'unavailable',
  timeout: 'unavailable',
  tls_certificate: 'unavailable',
  context_overflow: 'too-long',
  context_length: 'too-long',
  model_not_found: 'no-such-model',
  refusal: 'declined',
};

/** What a person can do about it; `other` for a word that we do not know. */
export function toCause(reason: string): FailureCause {
  return CAUSES[reason] ?? 'other';
}

/**
 * After one refused key the gateway refuses the next runs by itself for some minutes, also across
 * its restart, with words and no classification.
 */
function fromWords(words: string): FailureCause {
  if (/auth\/billing|api key|unauthori[sz]ed|authentication/iu.test(words)) return 'auth';
  if (/billing|credit|quota|balance/iu.test(words)) return 'billing';
  if (/rate.?limit|too many requests/iu.test(words)) return 'rate-limit';
  if (/overloaded/iu.test(words)) return 'overloaded';
  if (/context (length|window|overflow)|prompt is too long/iu.test(words)) return 'too-long';
  return 'other';
}
