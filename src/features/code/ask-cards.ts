import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Ask } from '#ports/gateway/port.ts';
import type { Json } from '#ports/store/port.ts';
import type { AskRecord } from './ask-journal.ts';

/** The turn that an ask belongs to. */
export interface AskTurn {
  readonly operationId: string;
  readonly actorId: number;
  readonly conversation: Conversation;
  readonly project: string;
  /** Keeps a fact in the journal of the turn. */
  readonly note: (name: string, value: Json) => Promise<void>;
  /** Whether a directory lies in the project, links resolved. */
  readonly holds: (directory: string) => Promise<boolean>;
  readonly say: Say;
  /** Command lines that the template's own checks consist of: allowed without asking. */
  readonly templateCommands: ReadonlySet<string>;
}

/** What a person can say to a command of the agent. */
export type Decision = 'once' | 'always' | 'deny';

/**
 * The messages of an ask with their keys: one for an approval, one per question. A later round has
 * keys of its own: the messages of an earlier one are closed.
 */
export function cardsOf(
  ask: Ask,
  turn: AskTurn,
  round: number,
): readonly (readonly [string, Card])[] {
  const { say, operationId } = turn;
  const project = plain(turn.project);
  const name = round === 1 ? ask.id : `${ask.id}~${round}`;
  if (ask.kind === 'approval') {
    const button = (decision: Decision, style?: Button['style']): Button => ({
      label: say(`ask-button-${decision}`),
      command: 'approve',
      words: [operationId, ask.id, decision],
      who: 'role',
      ...(style === undefined ? {} : { style }),
    });
    const text = `${say('ask-approval', { project })}\n\n${fenced(ask.command, 'sh')}`;
    const buttons = [[button('once', 'success'), button('deny', 'danger')], [button('always')]];
    return [[`ask:${name}`, { text, buttons }]];
  }
  return ask.questions.map((question, index) => {
    const buttons = question.options.map((option): readonly Button[] => [
      {
        label: option,
        command: 'answer',
        words: [operationId, ask.id, String(index), option],
        who: 'role',
      },
    ]);
    const text = say('ask-question', { project, question: plain(question.text) });
    return [`ask:${name}:${index}`, { text, buttons }] as const;
  });
}

/** What the message with that number says under its text once it is over. */
export function closingWords({ decision, answers }: AskRecord, index: number, say: Say): string {
  const answer = answers.get(index);
  if (answer && decision?.decision !== 'gone') {
    return say('ask-answered', { actor: plain(answer.by), answer: plain(answer.text) });
  }
  const { by = '', decision: word = 'gone' } = decision ?? {};
  if (word === 'gone' || word === 'answered') return say('ask-expired');
  return say(`ask-decided-${word}`, { actor: plain(by) });
}
