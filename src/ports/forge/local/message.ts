import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { authorOf, cleanName, personLine } from '#ports/git/author.ts';
import type { AheadCommit } from '#ports/git/merge.ts';
import type { Author } from '#ports/git/port.ts';
import type { Change, Party } from '../port.ts';
import { currentReviews } from '../rules.ts';

const SUBJECT_CHARS = 72;
/** Commits that the message of a squash names. */
const NAMED = 50;

/** The message of the commit that merges a change, with the trailers that lead back from it. */
export function mergeMessage(
  change: Change,
  merge: {
    readonly method: 'merge' | 'squash';
    readonly operationId: string;
    readonly by: Party;
    /** What is merged, the newest first. */
    readonly commits: readonly AheadCommit[];
  },
): string {
  const { number, title } = change;
  const isSquash = merge.method === 'squash';
  const subject = isSquash
    ? `${shorten(visible(title), SUBJECT_CHARS - 8)} (#${number})`
    : shorten(`Merge #${number}: ${visible(title)}`, SUBJECT_CHARS);
  // Behind a dash, so that no subject can pass for a trailer.
  const body = merge.commits
    .slice(0, NAMED)
    .map((commit) => `- ${shorten(visible(commit.subject), SUBJECT_CHARS)}`);
  const approvals = currentReviews(change).filter(({ verdict }) => verdict === 'approve');
  const reviewers = new Set(approvals.map(({ by }) => partyLine(by)));
  const trailers = [
    `Operation: ${merge.operationId}`,
    `Requested-by: ${partyLine(merge.by)}`,
    ...[...reviewers].map((each) => `Reviewed-by: ${each}`),
  ];
  const paragraphs = [subject, ...(isSquash ? [body.toReversed().join('\n')] : [])];
  return `${[...paragraphs, trailers.join('\n')].join('\n\n')}\n`;
}

/** Who a merge is by, also when only the forge knows them. */
export function authorOfParty({ name, actorId }: Party): Author {
  return actorId === undefined
    ? { name: cleanName(name), email: 'nobody@forge.invalid' }
    : authorOf({ id: actorId, name });
}

function partyLine({ name, actorId }: Party): string {
  return actorId === undefined ? cleanName(name) : personLine({ id: actorId, name });
}
