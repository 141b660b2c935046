import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { approvalButtons } from '#operations/approval-cards.ts';
import type { Approvals } from '#operations/approvals.ts';
import { outcomeOf } from './decide.command.ts';

/** The one environment that a command is named after; others are approved by their buttons. */
const ENVIRONMENT = 'production';

type Pending = Awaited<ReturnType<Approvals['pending']>>[number];

/**
 * `/approve_production [project]`: approves the only thing that waits for production in the project
 * that is named, or else in the current one; asks where anything is left to choose.
 */
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
    async run({ words: [word] }, { actor, conversation, say }): Promise<Card> {
      const named = word?.toLowerCase();
      const seen = (await approvals.pending(actor)).filter(
        ({ record, operation }) =>
          record.bound['environment'] === ENVIRONMENT &&
          isShown({ actor, conversation }, operation.project) &&
          (named === undefined || operation.project === named),
      );
      const meant = named ?? conversation.project;
      const own = seen.filter(({ operation }) => operation.project === meant);
      // Somewhere else than where one works, what is to be approved must be looked at first.
      const mayChoose = own.length === 1 || (meant === undefined && seen.length === 1);
      const [only] = own.length === 1 ? own : seen;
      if (!only) return { text: say('approve-environment-none', { environment: ENVIRONMENT }) };
      if (mayChoose) {
        const tap = await approvals.decide(only.operation.id, only.id, 'approve', actor);
        return { text: `${placeOf(only)}: ${outcomeOf(tap, say)}` };
      }
      const choices = own.length > 0 ? own : seen;
      const rows = choices.map((each) => `- ${placeOf(each)}`);
      const buttons = choices.map(({ operation, id }): readonly Button[] =>
        approvalButtons(operation.id, id, say).map((button) => ({
          ...button,
          label: `${button.label} ${operation.project ?? ''}`,
        })),
      );
      return { text: [say('approve-environment-ask'), ...rows].join('\n'), buttons };
    },
  };
}

/** What is decided about, in one line of Markdown. */
function placeOf({ operation, record }: Pending): string {
  const sha = shorten(visible(record.bound['sha'] ?? ''), 40).replaceAll('`', '');
  const parts = [`**${plain(operation.project ?? '')}**`, ENVIRONMENT, `\`${sha}\``];
  return parts.join(' · ');
}
