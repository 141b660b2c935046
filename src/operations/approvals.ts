import type { Actor } from '#kernel/actor.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import {
  type ApprovalDecision,
  type ApprovalOutcome,
  type ApprovalRecord,
  approvalStep,
  mayDecide,
  openApproval,
} from './approval.ts';
import type { Operations } from './operations.ts';
import { isEnded } from './states.ts';
import { type After, systemAfter } from './timers.ts';

/** An approval that waits for a person. */
interface PendingApproval {
  readonly operation: Operation;
  readonly id: string;
  readonly record: ApprovalRecord;
}

/** What came of a tap on [Approve] or [Deny]. */
export type ApprovalTap =
  /** This tap decided; the outcome says whether what was approved was still so. */
  | { readonly kind: 'ended'; readonly outcome: ApprovalOutcome }
  /** This tap decided, and what comes of it is not known within the time a tap may take. */
  | { readonly kind: 'kept' }
  /** Somebody was faster. */
  | { readonly kind: 'decided-before'; readonly decision: ApprovalDecision }
  /** It has ended without a decision, or never was. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-yours'; readonly record: ApprovalRecord; readonly isRequester: boolean };

/** The approvals of all operations. */
export interface Approvals {
  /** Those that `actor` may decide, the oldest operation first. */
  pending(actor: Actor): Promise<readonly PendingApproval[]>;
  /** Decides once: of two taps at once, also on two replicas, the store lets one in. */
  decide(
    operationId: string,
    approvalId: string,
    decision: ApprovalDecision['decision'],
    actor: Actor,
  ): Promise<ApprovalTap>;
}

interface Options {
  readonly store: Pick<Store, 'operations'>;
  readonly operations: Operations;
  readonly now: () => number;
  readonly after?: After;
}

/** A tap is answered within Telegram's 15 s. */
const ANSWER_WITHIN_MS = 5_000;

/** Approvals over the journal: a record is a step that has not ended, a decision is a signal. */
export function createApprovals(options: Options): Approvals {
  const { store, operations, now, after = systemAfter } = options;

  const stepOf = async (operationId: string, approvalId: string) =>
    (await store.operations.steps(operationId)).find(
      (step) => step.name === approvalStep(approvalId),
    );

  const decisionOf = async (operationId: string, approvalId: string) =>
    (await store.operations.signals(operationId)).find(
      (signal) => signal.name === approvalStep(approvalId),
    )?.payload as unknown as ApprovalDecision | undefined;

  const decidedBefore = async (operationId: string, approvalId: string): Promise<ApprovalTap> => {
    const decision = await decisionOf(operationId, approvalId);
    return decision ? { kind: 'decided-before', decision } : { kind: 'gone' };
  };

  /** Resolves when the step has ended here, or when the person has waited long enough. */
  const settled = (operationId: string, approvalId: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = after(ANSWER_WITHIN_MS, resolve);
    const unlisten = operations.listen((event) => {
      if (event.operation.id !== operationId) return;
      const isStep = event.kind === 'step-ended' && event.step === approvalStep(approvalId);
      if (isStep || event.kind === 'step-failed') resolve();
    });
    const stop = (): void => {
      cancel();
      unlisten();
    };
    return { promise, stop };
  };

  return {
    async pending(actor) {
      const found: PendingApproval[] = [];
      for (const operation of await store.operations.unfinished()) {
        if (operation.state !== 'running') continue;
        for (const step of await store.operations.steps(operation.id)) {
          const open = openApproval(step);
          if (!open || !mayDecide(open.record.mayDecide, operation, actor)) continue;
          if (await decisionOf(operation.id, open.id)) continue;
          found.push({ operation, ...open });
        }
      }
      return found;
    },
    async decide(operationId, approvalId, decision, actor) {
      const operation = await store.operations.get(operationId);
      const step = operation && (await stepOf(operationId, approvalId));
      const open = step && openApproval(step);
      if (!operation || !open || isEnded(operation.state)) {
        return decidedBefore(operationId, approvalId);
      }
      const { record } = open;
      if (!mayDecide(record.mayDecide, operation, actor)) {
        return { kind: 'not-yours', record, isRequester: actor.id === operation.actorId };
      }
      const atMs = now();
      if (atMs >= record.untilMs) return decidedBefore(operationId, approvalId);
      const end = settled(operationId, approvalId);
      try {
        const by = { id: actor.id, name: actor.name };
        const payload = { decision, by, atMs };
        const name = approvalStep(approvalId);
        const kept = await operations.signal(operationId, name, payload, { key: 'decision' });
        if (kept !== 'kept') return await decidedBefore(operationId, approvalId);
        await end.promise;
      } finally {
        end.stop();
      }
      const ended = await stepOf(operationId, approvalId);
      if (ended?.endedAtMs === undefined) return { kind: 'kept' };
      return { kind: 'ended', outcome: ended.result as unknown as ApprovalOutcome };
    },
  };
}
