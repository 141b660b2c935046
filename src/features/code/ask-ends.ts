import { rootOf } from '#kernel/project.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Ask, Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import { type AskTurn, closingWords } from './ask-cards.ts';
import type { AskDecision, AskJournal, AskRecord } from './ask-journal.ts';

interface Options {
  readonly gateway: Pick<Gateway, 'decide' | 'answer'>;
  readonly chat: Pick<Chat, 'close'>;
  readonly store: Pick<Store, 'allowances'>;
  readonly journal: AskJournal;
  readonly now: () => number;
}

/** How an ask ends: in the gateway, in the journal, in the chat. Call in the lane of the ask. */
export interface AskEnds {
  /** Ends messages with what became of them, all or one; those that are closed stay as they are. */
  close(turn: AskTurn, record: AskRecord, only?: number): Promise<void>;
  /** It no longer waits: whoever decided it stays, else nobody did. */
  leave(turn: AskTurn, askId: string, record: AskRecord): Promise<void>;
  /**
   * Tells the gateway what a person has decided, and keeps what follows from it. `whenAway`: the
   * decision is kept and its messages are closed, because it is told when the gateway asks again;
   * or the failure is thrown.
   */
  tell(
    ask: Ask,
    turn: AskTurn,
    record: AskRecord & { readonly decision: AskDecision },
    whenAway: 'close' | 'throw',
  ): Promise<'taken' | 'ended' | 'kept'>;
}

const GONE: AskDecision = { by: '', decision: 'gone' };

export function askEnds({ gateway, chat, store, journal, now }: Options): AskEnds {
  const close: AskEnds['close'] = async (turn, record, only) => {
    for (const [index, { key, text }] of record.cards.entries()) {
      if (only !== undefined && only !== index) continue;
      const closed = { text: `${text}\n\n${closingWords(record, index, turn.say)}` };
      await chat.close(turn.conversation, key, closed);
    }
  };

  /** Nobody decided it, or what was decided came too late to have an effect. */
  const fade = async (turn: AskTurn, askId: string, record: AskRecord): Promise<void> => {
    await journal.decided(turn, askId, record.round, GONE);
    await close(turn, { ...record, decision: GONE });
  };

  const isAllowed = async ({ project }: AskTurn, command: string | undefined): Promise<boolean> =>
    (await store.allowances.list(rootOf(project))).some((each) => each.command === command);

  return {
    close,
    async leave(turn, askId, record) {
      const { decision } = record;
      if (!decision) return fade(turn, askId, record);
      // Killed before the allowance was kept: then nobody may read of one.
      const isOnce = decision.decision === 'always' && !(await isAllowed(turn, decision.command));
      await close(
        turn,
        isOnce ? { ...record, decision: { ...decision, decision: 'once' } } : record,
      );
    },
    async tell(ask, turn, record, whenAway) {
      const { decision } = record;
      let waits: boolean;
      try {
        waits = await (ask.kind === 'approval'
          ? gateway.decide(ask.id, decision.decision === 'deny' ? 'deny' : 'allow-once')
          : gateway.answer(ask.id, answersById(ask, record)));
      } catch (error) {
        if (whenAway === 'throw') throw error;
        await close(turn, record);
        return 'kept';
      }
      if (!waits) {
        // Nobody may read that a decision had an effect which it had not.
        await fade(turn, ask.id, record);
        return 'ended';
      }
      if (ask.kind === 'approval' && decision.decision === 'always') {
        const project = rootOf(turn.project);
        const actorId = decision.actorId ?? turn.actorId;
        await store.allowances.add({ project, command: ask.command, actorId, atMs: now() });
      }
      await close(turn, record);
      return 'taken';
    },
  };
}

function answersById(
  { questions }: Ask & { readonly kind: 'question' },
  { answers }: AskRecord,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    questions.map(({ id }, index) => [id, [answers.get(index)?.text ?? '']] as const),
  );
}
