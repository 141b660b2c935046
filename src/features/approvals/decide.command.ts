import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { ApprovalOutcome } from '#operations/approval.ts';
import type { Approvals, ApprovalTap } from '#operations/approvals.ts';

/** The buttons [Approve] and [Deny]. Who may decide is a matter of each approval, not of a role. */
export function decideCommand({ approvals }: { readonly approvals: Approvals }): Command {
  return {
    name: 'decide',
    role: 'viewer',
    concerns: 'operation',
    listed: false,
    async run({ words: [operationId = '', approvalId = '', decision] }, { actor, say }) {
      if (decision !== 'approve' && decision !== 'deny') return { toast: say('approve-usage') };
      const tap = await approvals.decide(operationId, approvalId, decision, actor);
      return { toast: shorten(outcomeOf(tap, say), TOAST_CHARS) };
    },
  };
}

/** Telegram shows no more of a toast. */
const TOAST_CHARS = 200;

/** In a few words, what came of a decision. */
export function outcomeOf(tap: ApprovalTap, say: Say): string {
  switch (tap.kind) {
    case 'ended':
      return outcomeToast(tap.outcome, say);
    case 'kept':
      return say('approval-toast-kept');
    case 'gone':
      return say('approval-toast-gone');
    case 'decided-before': {
      const { decision, by, atMs } = tap.decision;
      const at = { atMs };
      return say(`approval-toast-before-${decision}`, { actor: by.name, at });
    }
    case 'not-yours':
      if (tap.isRequester && tap.record.mayDecide.notRequester) {
        return say('approval-toast-other-person');
      }
      return say('approval-toast-not-yours', { role: tap.record.mayDecide.role });
  }
}

function outcomeToast(outcome: ApprovalOutcome, say: Say): string {
  if (outcome.kind === 'outdated') {
    return say('approval-toast-outdated', { reason: outcome.reason });
  }
  return say(`approval-toast-${outcome.kind}`);
}
