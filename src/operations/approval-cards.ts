import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Operation, Signal } from '#ports/store/port.ts';
import type { ApprovalOutcome, ApprovalRecord } from './approval.ts';

const BOUND_CHARS = 200;

/** The message that asks, with [Approve] and [Deny]. */
export function openApprovalCard(
  operation: Operation,
  approvalId: string,
  record: ApprovalRecord,
  say: Say,
): Card {
  const until = say('approval-until', { until: { atMs: record.untilMs } });
  const who = say(record.mayDecide.notRequester ? 'approval-who-other' : 'approval-who', {
    role: record.mayDecide.role,
  });
  return {
    text: [body(operation, record, say), `${who} · ${until}`].join('\n\n'),
    buttons: [approvalButtons(operation.id, approvalId, say)],
  };
}

/** [Approve] and [Deny]: anybody may tap, and who may decide is checked by the tap. */
export function approvalButtons(
  operationId: string,
  approvalId: string,
  say: Say,
): readonly Button[] {
  const button = (decision: 'approve' | 'deny', style: 'success' | 'danger'): Button => ({
    label: say(`approval-${decision}`),
    command: 'decide',
    words: [operationId, approvalId, decision],
    who: 'role',
    style,
  });
  return [button('approve', 'success'), button('deny', 'danger')];
}

/** Rings once more before the end. */
export function reminderCard(
  operation: Operation,
  approvalId: string,
  record: ApprovalRecord,
  nowMs: number,
  say: Say,
): Card {
  const minutes = Math.max(1, Math.ceil((record.untilMs - nowMs) / 60_000));
  return {
    text: [say('approval-reminder', { minutes }), body(operation, record, say)].join('\n\n'),
    buttons: [approvalButtons(operation.id, approvalId, say)],
  };
}

/** What stays of the message: how it ended, by whom, when. */
export function endedApprovalCard(
  operation: Operation,
  record: ApprovalRecord,
  end: ApprovalOutcome | { readonly kind: 'canceled' },
  cancel: Signal | undefined,
  say: Say,
): Card {
  return { text: `${body(operation, record, say)}\n\n${endLine(end, cancel, say)}` };
}

function endLine(
  end: ApprovalOutcome | { readonly kind: 'canceled' },
  cancel: Signal | undefined,
  say: Say,
): string {
  switch (end.kind) {
    case 'approved':
    case 'denied':
      return say(`approval-${end.kind}`, { actor: plain(end.by.name), at: { atMs: end.atMs } });
    case 'expired':
      return say('approval-expired', { at: { atMs: end.atMs } });
    case 'outdated': {
      const { by, reason } = end;
      if (!by) return say('approval-outdated', { reason });
      return say('approval-outdated-by', { actor: plain(by.name), reason });
    }
    case 'canceled': {
      const { by } = (cancel?.payload ?? {}) as { readonly by?: string };
      const at = { atMs: cancel?.atMs ?? 0 };
      if (by === undefined || !cancel) return say('approval-canceled');
      return say('approval-canceled-by', { actor: plain(by), at });
    }
  }
}

/** What is approved: title, details, project, and each thing it is bound to. */
function body(operation: Operation, record: ApprovalRecord, say: Say): string {
  const place = say('place-name', { project: plain(operation.project ?? '') });
  const project = operation.project === undefined ? '' : `**${place}** · `;
  const bound = Object.entries(record.bound).map(
    ([name, value]) => `- ${plain(name)}: ${plain(shorten(value, BOUND_CHARS))}`,
  );
  const parts = [
    say('approval-title', { what: `${project}${record.title}` }),
    record.details ?? '',
    bound.join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
