import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { sha256 } from '#lib/digest.ts';
import { cutReason } from './environment-file.ts';
import type { Actor, Person } from './port.ts';

const LONGEST_SUBJECT = 72;
const LONGEST_NAME = 100;
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.|lock$|$)){0,99}$/u;

/** What a commit says of itself besides the reason. */
export interface CommitWords extends Actor {
  readonly subject: string;
  /** What of the operation this is, so that it is found again; on one line. */
  readonly action: string;
  readonly project?: string;
  readonly approvedBy?: Person;
}

/** The message of a commit: subject, reason, and trailers that nothing in the reason can forge. */
export function messageOf(words: CommitWords): string {
  const { subject, reason, by, approvedBy, operationId, action, project } = words;
  // Only the last paragraph counts as trailers, and that one is always ours.
  const body = cutReason(reason)
    .split('\n')
    .map((line) => visible(line).trimEnd())
    .join('\n');
  const trailers = [
    `Operation: ${operationWord(operationId)}`,
    `Action: ${action}`,
    ...(project === undefined ? [] : [`Project: ${project}`]),
    `Requested-by: ${personLine(by)}`,
    ...(approvedBy ? [`Approved-by: ${personLine(approvedBy)}`] : []),
  ];
  const head = shorten(visible(subject), LONGEST_SUBJECT) || 'Change';
  return `${[head, ...(body === '' ? [] : [body]), trailers.join('\n')].join('\n\n')}\n`;
}

/** What the trailers say by which a commit is found again. */
export function trailersOf({ operationId, action }: CommitWords): {
  readonly operation: string;
  readonly action: string;
} {
  return { operation: operationWord(operationId), action };
}

/** Who a commit is by, fit for git: it refuses names without a letter and drops angle brackets. */
export function authorOf({ id, name }: Person): { readonly name: string; readonly email: string } {
  const clean = shorten(visible(name).replaceAll(/[<>"\\]/gu, ''), LONGEST_NAME);
  const hasLetter = /[\p{L}\p{N}]/u.test(clean);
  return { name: hasLetter ? clean : `user ${id}`, email: `${id}@telegram.invalid` };
}

/** The operation as branches and trailers name it: itself, or a digest where git could not take it. */
export function operationWord(operationId: string): string {
  return PLAIN.test(operationId) ? operationId : `o-${sha256(operationId).slice(0, 24)}`;
}

/** The branch of what an operation proposes. */
export function branchOf(operationId: string): string {
  return `deploy/${operationWord(operationId)}`;
}

function personLine({ id, name }: Person): string {
  const clean = shorten(visible(name), LONGEST_NAME);
  return clean === '' ? `(${id})` : `${clean} (${id})`;
}
