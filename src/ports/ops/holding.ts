import type { Say } from '#kernel/language.ts';
import type { Hold } from './port.ts';

/** How ids of locks begin that operations hold while they change an environment. */
const OPERATION = 'op-';

/** The id of the lock that an operation holds itself. */
export function operationLockId(operationId: string): string {
  return `${OPERATION}${operationId}`;
}

/** The operation whose own lock it is, from its id; `undefined`: a person has made the hold. */
export function operationOfLock(holdId: string): string | undefined {
  return holdId.startsWith(OPERATION) ? holdId.slice(OPERATION.length) : undefined;
}

/** Why deploys are kept away, in the reader's language: untrusted, no Markdown, may be empty. */
export function holdReason({ reason, isLost }: Pick<Hold, 'reason' | 'isLost'>, say: Say): string {
  return isLost ? say('hold-lost') : reason;
}

/** Says whether a hold is about an environment. */
export function isAbout(hold: Hold, project: string, environment: string): boolean {
  return (hold.project ?? project) === project && (hold.environment ?? environment) === environment;
}
