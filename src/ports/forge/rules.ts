import type { Change, MergeOutcome, Review } from './port.ts';

/** Verdicts about the head as it is; earlier ones say nothing about what came later. */
export function currentReviews({ reviews, head }: Pick<Change, 'reviews' | 'head'>) {
  return reviews.filter(({ atSha }) => atSha === head);
}

/** Why a merge of `change` is refused before anything is tried; `undefined`: it is not. */
export function refusalToMerge(
  change: Pick<Change, 'reviews' | 'head' | 'state'>,
  { expectedHead, mustApprove }: { expectedHead: string; mustApprove?: readonly number[] },
): MergeOutcome | undefined {
  if (change.state !== 'open') return { kind: 'ended', state: change.state };
  if (change.head !== expectedHead) return { kind: 'moved', head: change.head };
  const current = currentReviews(change);
  const last = current.at(-1);
  if (last?.verdict === 'request-changes') return { kind: 'changes-requested', by: last.by };
  if (mustApprove && !current.some((review) => isApprovalOf(review, mustApprove)))
    return { kind: 'unapproved' };
  return undefined;
}

function isApprovalOf({ verdict, by }: Review, actorIds: readonly number[]): boolean {
  return verdict === 'approve' && by.actorId !== undefined && actorIds.includes(by.actorId);
}
