import { hasRole } from '#kernel/actor.ts';
import { plain, type Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { rootOf } from '#kernel/project.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import type { DecisionSource } from '#operations/decisions.ts';
import type { Store } from '#ports/store/port.ts';
import type { Decision } from './ask-cards.ts';
import type { Asks, Decided } from './asks.ts';

/** The buttons of an approval. */
export function approveCommand({ asks }: { readonly asks: Asks }): Command {
  return {
    name: 'approve',
    role: 'developer',
    concerns: 'operation',
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
    concerns: 'operation',
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

/** The agent's asks, and what it may run without asking, for `/approvals`. */
export function agentDecisions({
  asks,
  store,
}: {
  readonly asks: Asks;
  readonly store: Pick<Store, 'allowances'>;
}): DecisionSource {
  return {
    async list({ actor, conversation, say }) {
      const mine = asks
        .pending()
        .filter(
          ({ turn: { actorId, project } }) =>
            hasRole(actor, 'developer', project) &&
            isShown({ actor, conversation }, project) &&
            (actorId === actor.id || hasRole(actor, 'owner', project)),
        );
      const waiting = mine.map(({ ask, turn }) => {
        const what = ask.kind === 'approval' ? ask.command : (ask.questions[0]?.text ?? '');
        const place = say('place-name', { project: plain(turn.project) });
        return `- ${place}: ${plain(shorten(what, 200))}`;
      });
      const here = conversation.project && rootOf(conversation.project);
      const mayRevoke = here !== undefined && hasRole(actor, 'developer', here);
      const allowances = !mayRevoke ? [] : await store.allowances.list(here);
      if (here === undefined || allowances.length === 0) return { waiting, buttons: [] };
      const rows = allowances.map((each) => `- ${plain(shorten(each.command, 200))}`);
      return {
        waiting,
        standing: `${say('approvals-allowed', { project: here })}\n\n${rows.join('\n')}`,
        buttons: allowances.map((each) => [
          {
            label: say('approvals-revoke', { command: shorten(each.command, 40) }),
            command: 'approvals',
            words: [each.project, String(each.atMs)],
          },
        ]),
      };
    },
    async act([project, revoked], { actor, say }) {
      if (project === undefined || revoked === undefined) return undefined;
      if (!hasRole(actor, 'developer', project)) return undefined;
      const kept = await store.allowances.list(project);
      const found = kept.find((each) => String(each.atMs) === revoked);
      const removed = found && (await store.allowances.remove(project, found.command));
      return { toast: say(removed ? 'approvals-revoked' : 'approvals-gone') };
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
