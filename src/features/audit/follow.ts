import type { ApprovalOutcome, ApprovalRecord } from '#operations/approval.ts';
import type { OperationEvent } from '#operations/events.ts';
import { isEnded } from '#operations/states.ts';
import type { AuditEntry } from '#ports/audit/port.ts';
import type { Operation, Step, Store } from '#ports/store/port.ts';
import type { Trail } from './trail.ts';

interface Options {
  readonly store: Pick<Store, 'operations' | 'actors' | 'conversations' | 'audit'>;
  readonly trail: Pick<Trail, 'record'>;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  /** Told for each entry that was lost. */
  readonly failed: () => void;
}

/** Records what happens to operations: their states, approvals that ended, the agent's asks. */
export interface OperationAudit {
  /** For `operations.listen`. */
  hear(event: OperationEvent): Promise<void>;
  /** Records how the newest operations ended, in case the process died before it did. */
  catchUp(): Promise<void>;
  /** Resolves when everything that was heard so far is handed to the trail, or counted as lost. */
  settled(): Promise<void>;
}

const BOT = { id: 0, name: 'CodeFoundry' };
/** Journals of earlier versions have a name alone, and anybody can have any name. */
const SOMEBODY = -1;
const APPROVAL = 'approval:';
const ASK = 'ask:';
/** So many operations can hardly end between an end and its entry. */
const CATCH_UP = 50;

export function auditOperations({ store, trail, now, log, failed }: Options): OperationAudit {
  /** Owners by configuration are not stored; the record has the name of their last command. */
  const nameOf = async ({ actorId }: Operation): Promise<string> => {
    const known = await store.actors.get(actorId);
    if (known) return known.name;
    const [last] = await store.audit.list({ actorId, limit: 1 });
    return last?.entry.actor.name ?? '';
  };

  const common = async (operation: Operation): Promise<Omit<AuditEntry, 'verdict' | 'kind'>> => {
    const { input, conversationId } = operation;
    const name = await nameOf(operation);
    const conversation = await store.conversations.get(conversationId);
    const named = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
    const { environment } = named as { readonly environment?: unknown };
    const { chatId, topicId } = conversation ?? {};
    return {
      atMs: now(),
      actor: { id: operation.actorId, name },
      command: operation.kind,
      operationId: operation.id,
      ...(chatId === undefined
        ? {}
        : { place: { chatId, ...(topicId === undefined ? {} : { topicId }) } }),
      ...(operation.project === undefined ? {} : { project: operation.project }),
      ...(typeof environment === 'string' ? { environment } : {}),
    };
  };

  const state = async (operation: Operation): Promise<void> => {
    const { id, result } = operation;
    const entry = await common(operation);
    // It ends once; everything else it can be more than once.
    const when = isEnded(operation.state) ? '' : `:${operation.updatedAtMs}`;
    await trail.record({
      ...entry,
      key: `operation:${id}:${operation.state}${when}`,
      kind: 'operation',
      verdict: operation.state,
      ...(result === undefined || !isEnded(operation.state) ? {} : { after: result }),
    });
  };

  const approval = async (operation: Operation, step: Step): Promise<void> => {
    const outcome = step.result as unknown as ApprovalOutcome | undefined;
    const record = step.input as unknown as ApprovalRecord | undefined;
    if (!outcome) return;
    const entry = await common(operation);
    const environment = record?.bound['environment'];
    await trail.record({
      ...entry,
      key: `operation:${operation.id}:${step.name}`,
      atMs: outcome.atMs,
      actor: ('by' in outcome ? outcome.by : undefined) ?? BOT,
      kind: 'approval',
      words: step.name.slice(APPROVAL.length),
      verdict: outcome.kind,
      ...('reason' in outcome ? { why: outcome.reason } : {}),
      ...(environment === undefined ? {} : { environment }),
      ...(record ? { after: record.bound } : {}),
    });
  };

  const ask = async (operation: Operation, step: Step): Promise<void> => {
    const {
      by = '',
      actorId = SOMEBODY,
      decision = '',
      command,
    } = (step.result ?? {}) as {
      by?: string;
      actorId?: number;
      decision?: string;
      command?: string;
    };
    const entry = await common(operation);
    await trail.record({
      ...entry,
      key: `operation:${operation.id}:${step.name}`,
      atMs: step.endedAtMs ?? entry.atMs,
      actor: by === '' ? BOT : { id: actorId, name: by },
      kind: 'ask',
      words: `${step.name.slice(ASK.length)} ${decision}`,
      verdict: VERDICT_OF[decision] ?? 'approved',
      ...(command === undefined ? {} : { after: { command } }),
    });
  };

  const asks = async (operation: Operation): Promise<void> => {
    for (const step of await store.operations.steps(operation.id)) {
      if (step.endedAtMs === undefined) continue;
      if (step.name.startsWith(ASK)) await ask(operation, step);
      else if (step.name.startsWith(APPROVAL)) await approval(operation, step);
    }
  };

  const ended = async (operation: Operation): Promise<void> => {
    await asks(operation);
    await state(operation);
  };

  const tell = async (event: OperationEvent): Promise<void> => {
    const { operation } = event;
    if (event.kind === 'state') {
      await (isEnded(operation.state) ? ended(operation) : state(operation));
    } else if (event.kind === 'step-ended' && event.step.startsWith(APPROVAL)) {
      const steps = await store.operations.steps(operation.id);
      const step = steps.find((each) => each.name === event.step);
      if (step) await approval(operation, step);
    }
  };

  const under = new Set<Promise<void>>();
  /** What is read for an entry can fail as well as writing it. */
  const counted = (operation: Operation, work: Promise<void>): Promise<void> => {
    const done = work
      .catch((error: unknown) => {
        failed();
        log('the audit record has lost an entry', { operation: operation.id, error });
      })
      .finally(() => under.delete(done));
    under.add(done);
    return done;
  };

  return {
    hear: (event) => counted(event.operation, tell(event)),
    async catchUp() {
      const recent = await store.operations.recent({ limit: CATCH_UP });
      for (const operation of recent.toReversed()) {
        if (isEnded(operation.state)) await counted(operation, ended(operation));
      }
    },
    async settled() {
      await Promise.all(under);
    },
  };
}

const VERDICT_OF: Readonly<Record<string, AuditEntry['verdict']>> = {
  deny: 'denied',
  gone: 'expired',
};
