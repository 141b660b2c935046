import type { Button, Card } from '#kernel/card.ts';
import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { approvalButtons } from '#operations/approval-cards.ts';
import type { Approvals } from '#operations/approvals.ts';
import { outcomeOf } from './decide.command.ts';

/** The one environment that a command is named after; others are approved by their buttons. */
const ENVIRONMENT = 'production';

/** `/approve_production [project]`: approves what waits for production, or asks which. */
export function approveProductionCommand({
  approvals,
}: {
  readonly approvals: Approvals;
}): Command {
  return {
    name: 'approve_production',
    role: 'viewer',
    // Who may decide is a matter of each approval, not of a role.
    concerns: 'bot',
    listed: true,
    async run({ words: [project] }, { actor, say }): Promise<Card> {
      const pending = (await approvals.pending(actor)).filter(
        ({ record, operation }) =>
          record.bound['environment'] === ENVIRONMENT &&
          (project === undefined || operation.project === project),
      );
      const [only, ...more] = pending;
      if (!only) return { text: say('approve-environment-none', { environment: ENVIRONMENT }) };
      if (more.length === 0) {
        const tap = await approvals.decide(only.operation.id, only.id, 'approve', actor);
        return { text: outcomeOf(tap, say) };
      }
      const rows = pending.map(
        ({ operation, record }) =>
          `- ${plain(operation.project ?? '')} · \`${record.bound['sha'] ?? ''}\``,
      );
      const buttons = pending.map(({ operation, id }): readonly Button[] =>
        approvalButtons(operation.id, id, say).map((button) => ({
          ...button,
          label: `${button.label} ${operation.project ?? ''}`,
        })),
      );
      return { text: [say('approve-environment-ask'), ...rows].join('\n'), buttons };
    },
  };
}
