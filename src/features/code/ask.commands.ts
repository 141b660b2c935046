import { hasRole } from '#kernel/actor.ts';
import { plain, type Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';
import type { Decision } from './ask-cards.ts';
import type { Asks, Decided } from './asks.ts';

/** The buttons of an approval. */
export function approveCommand({ asks }: { readonly asks: Asks }): Command {
  return {
    name: 'approve',
    role: 'developer',
    listed: false,
    async run({ words: [operationId = '', askId = '', decision] }, { actor, say }) {
      if (!isDecision(decision)) return { toast: say('approve-usage') };
      const decided = await asks.decide(askId, operationId, decision, actor);
      return toToast(decided, say(`ask-toast-${decision}`), say);
    },
  };
}

/** The buttons of a question. */
export function answerCommand({ asks }: { readonly asks: Asks }): Command {
  return {
    name: 'answer',
    role: 'developer',
    listed: false,
    async run({ words: [operationId = '', askId = '', index, ...option] }, { actor, say }) {
      const at = Number(index);
      if (index === undefined || !Number.isInteger(at)) return { toast: say('approve-usage') };
      const text = option.join(' ');
      const decided = await asks.answer({ askId, operationId, index: at, text, actor });
      return toToast(decided, say('ask-toast-answered'), say);
    },
  };
}

/** `/approvals`: what waits for a decision, and what the agent may run without asking. */
export function approvalsCommand({
  asks,
  store,
}: {
  readonly asks: Asks;
  readonly store: Pick<Store, 'allowances'>;
}): Command {
  return {
    name: 'approvals',
    role: 'developer',
    listed: true,
    async run({ words: [project, revoked] }, { actor, conversation, say }) {
      if (project !== undefined && revoked !== undefined) {
        const kept = await store.allowances.list(project);
        const found = kept.find((each) => String(each.atMs) === revoked);
        const removed = found && (await store.allowances.remove(project, found.command));
        return { toast: say(removed ? 'approvals-revoked' : 'approvals-gone') };
      }
      const mine = asks
        .pending()
        .filter(({ turn }) => turn.actorId === actor.id || hasRole(actor, 'owner'));
      const waiting = mine.map(({ ask, turn }) => {
        const what = ask.kind === 'approval' ? ask.command : (ask.questions[0]?.text ?? '');
        return `- ${plain(turn.project)}: ${plain(shorten(what, 200))}`;
      });
      const here = conversation.project;
      const allowances = here === undefined ? [] : await store.allowances.list(here);
      const rows = allowances.map((each) => `- ${plain(shorten(each.command, 200))}`);
      const parts = [
        waiting.length === 0 ? say('approvals-none') : say('approvals-waiting'),
        waiting.join('\n'),
        rows.length === 0 ? '' : say('approvals-allowed', { project: here ?? '' }),
        rows.join('\n'),
      ];
      return {
        text: parts.filter((part) => part !== '').join('\n\n'),
        buttons: allowances.map((each) => [
          {
            label: say('approvals-revoke', { command: shorten(each.command, 40) }),
            command: 'approvals',
            words: [each.project, String(each.atMs)],
          },
        ]),
      };
    },
  };
}

function toToast(decided: Decided, done: string, say: Say): Toast {
  switch (decided.kind) {
    case 'done':
      return { toast: done };
    case 'not-now':
      return { toast: say('ask-not-now') };
    case 'not-yours':
      return { toast: say('ask-not-yours') };
    case 'ended': {
      const { by = '', decision = '' } = decided;
      if (by === '') return { toast: say('ask-gone') };
      return { toast: say(`ask-decided-before-${decision}`, { actor: by }) };
    }
  }
}

function isDecision(word: string | undefined): word is Decision {
  return word === 'once' || word === 'always' || word === 'deny';
}
