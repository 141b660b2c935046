import { plain } from '#kernel/card.ts';
import { isShown } from '#kernel/shown.ts';
import { approvalButtons } from '#operations/approval-cards.ts';
import type { Approvals } from '#operations/approvals.ts';
import type { DecisionSource } from '#operations/decisions.ts';
import { shorten } from '#lib/text.ts';

/** Approvals with buttons of their own; the others are listed and follow when these are decided. */
const WITH_BUTTONS = 5;

/** The approvals of operations, for `/approvals`. */
export function pendingApprovals({
  approvals,
  now,
}: {
  readonly approvals: Approvals;
  readonly now: () => number;
}): DecisionSource {
  return {
    async list({ actor, conversation, say }) {
      const pending = (await approvals.pending(actor)).filter(({ operation }) =>
        isShown({ actor, conversation }, operation.project),
      );
      const waiting = pending.map(({ operation, record }, index) => {
        const minutes = Math.max(1, Math.ceil((record.untilMs - now()) / 60_000));
        const bound = Object.values(record.bound).map((value) => plain(shorten(value, 60)));
        const { project: name } = operation;
        const project = name === undefined ? [] : [say('place-name', { project: plain(name) })];
        const what = [...project, record.title, ...bound].join(' · ');
        return `- ${index + 1}\\. ${what} · ${say('approvals-minutes-left', { minutes })}`;
      });
      const buttons = pending.slice(0, WITH_BUTTONS).map(({ operation, id }, index) =>
        approvalButtons(operation.id, id, say).map((button) => ({
          ...button,
          label: `${index + 1}. ${button.label}`,
        })),
      );
      return { waiting, buttons };
    },
  };
}
