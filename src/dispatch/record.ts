import type { Actor } from '#kernel/actor.ts';
import type { Words } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import type { Audit, AuditVerdict } from '#ports/audit/port.ts';
import type { Json } from '#ports/store/port.ts';
import type { Request } from './request.ts';

/** Of what stood behind a command, in the record. */
const MAX_AUDIT_CHARS = 500;
/** What stands behind them may let somebody in; free text may be anything and is not recorded. */
const SECRET_WORDS: ReadonlySet<string> = new Set(['start', 'secret']);

/** What a command has changed. */
export interface Change {
  readonly before: object | undefined;
  readonly after: object | undefined;
}

interface Recorded {
  readonly project?: string | undefined;
  readonly words?: string;
  readonly why?: string;
  /** Of a second entry about the same request. */
  readonly beside?: 'failed' | 'claim' | 'changed';
  readonly change?: Change;
}

/** Keeps who was allowed what; one entry for each request, but for those `beside` it. */
export type Record = (
  request: Request,
  actor: Pick<Actor, 'id' | 'name'>,
  command: string,
  verdict: AuditVerdict,
  more?: Recorded,
) => Promise<void>;

export function createRecord(audit: Pick<Audit, 'record'> | undefined, now: () => number): Record {
  return async (request, actor, command, verdict, more = {}) => {
    const { project, words, why, beside, change } = more;
    await audit?.record({
      key: beside === undefined ? request.id : `${request.id}:${beside}`,
      atMs: now(),
      actor: { id: actor.id, name: actor.name },
      kind: 'command',
      command,
      place: request.place,
      verdict,
      ...(words !== undefined && words !== '' && { words: shorten(words, MAX_AUDIT_CHARS) }),
      ...(project !== undefined && { project }),
      ...(why !== undefined && { why }),
      ...(change?.before && { before: change.before as Json }),
      ...(change?.after && { after: change.after as Json }),
    });
  };
}

/** What of the words behind a command may be kept. */
export function wordsFor(command: string, { text, isFreeText }: Words): string {
  return isFreeText || SECRET_WORDS.has(command) ? '' : text;
}
