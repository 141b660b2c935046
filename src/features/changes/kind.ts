import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Operation } from '#ports/store/port.ts';
import { type ChangePorts, noProjectCard, type Place, placeOf } from './place.ts';

/** What operations on changes work with. */
export type KindPorts = ChangePorts & {
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
};

/** One operation on a change, while it runs. */
export interface ChangeTask extends Place {
  readonly conversation: Conversation;
  readonly say: Say;
  readonly actor: { readonly id: number; readonly name: string };
}

/** How one kind differs from the others. */
interface ChangeKind {
  readonly title: string;
  readonly steps: OperationKind['steps'];
  /** What is done, in a few words of Markdown; for the card while it waits. */
  readonly what: (operation: Operation, say: Say) => string;
  readonly work: (
    run: OperationRun,
    task: ChangeTask,
  ) => Promise<{ readonly card: Card; readonly outcome: Outcome }>;
}

/** A kind of operation that waits for its turn in the project, works once and answers once. */
export function changeKind(ports: KindPorts, kind: ChangeKind): OperationKind {
  const { chat, store } = ports;

  const wordsOf = async (operation: Operation): Promise<readonly [Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, ports.sayIn(conversation.language)];
  };

  return {
    title: kind.title,
    steps: kind.steps,
    async run(run) {
      const { operation } = run;
      const [conversation, say] = await wordsOf(operation);
      const { actorName } = operation.input as { readonly actorName: string };
      const actor = { id: operation.actorId, name: actorName };
      const begun = { text: say('git-begun', { what: kind.what(operation, say) }) };
      await chat.close(conversation, `${operation.id}:progress`, begun);
      const place = await placeOf(ports, operation.project);
      const { card, outcome } = place
        ? await kind.work(run, { ...place, conversation, say, actor })
        : { card: noProjectCard({ say }), outcome: { state: 'failed' } as const };
      await chat.post(conversation, `${operation.id}:final`, card);
      return outcome;
    },
    async queued(operation, ahead) {
      const [conversation, say] = await wordsOf(operation);
      const { id, project = '' } = operation;
      const words = { project, ahead, what: kind.what(operation, say) };
      const cancel = { label: say('turn-cancel'), command: 'stop', words: [id] };
      const card: Card = { text: say('git-queued', words), ring: false, buttons: [[cancel]] };
      await chat.show(conversation, `${id}:progress`, card);
    },
    async dropped(operation) {
      const [conversation, say] = await wordsOf(operation);
      await chat.close(conversation, `${operation.id}:progress`, { text: say('turn-dropped') });
    },
    async broke(operation) {
      const [conversation, say] = await wordsOf(operation);
      const card = { text: say('git-broke', { project: operation.project ?? '' }) };
      await chat.post(conversation, `${operation.id}:final`, card);
    },
  };
}
