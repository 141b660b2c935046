import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { OperationKind, OperationRun, Outcome } from './kind.ts';

/** What every errand works with. */
export interface ErrandPorts {
  readonly chat: Chat;
  readonly store: Pick<Store, 'conversations'>;
  readonly sayIn: (language: Language) => Say;
}

/** For whom an errand runs, and where they are told. */
export interface Errand {
  readonly conversation: Conversation;
  readonly say: Say;
  readonly actor: { readonly id: number; readonly name: string };
}

/** How one kind of errand differs from the others. Its input holds `actorName`. */
interface ErrandKind<Place> {
  readonly title: string;
  readonly steps: OperationKind['steps'];
  /** What is done, in a few words of Markdown; for the card while it waits. */
  readonly what: (operation: Operation, say: Say) => string;
  /** Where it works; `undefined`: there is no such project any more. */
  readonly placeOf: (operation: Operation) => Promise<Place | undefined>;
  /** Does it; the card is the answer. */
  readonly work: (
    run: OperationRun,
    task: Place & Errand,
  ) => Promise<{ readonly card: Card; readonly outcome: Outcome }>;
}

/** A kind of operation that waits for its turn in the project, works once and answers once. */
export function errandKind<Place extends object>(
  { chat, store, sayIn }: ErrandPorts,
  kind: ErrandKind<Place>,
): OperationKind {
  const wordsOf = async (operation: Operation): Promise<readonly [Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, sayIn(conversation.language)];
  };
  const progress = ({ id }: Operation): string => `${id}:progress`;

  return {
    title: kind.title,
    steps: kind.steps,
    async run(run) {
      const { operation } = run;
      const { id, actorId, input } = operation;
      const [conversation, say] = await wordsOf(operation);
      const text = say('git-begun', { what: kind.what(operation, say) });
      const begun = { text, inPlaceOnly: true };
      await chat.close(conversation, progress(operation), begun);
      const place = await kind.placeOf(operation);
      const actor = { id: actorId, name: (input as { readonly actorName: string }).actorName };
      const { card, outcome } = place
        ? await kind.work(run, { ...place, conversation, say, actor })
        : { card: noProjectCard({ say }), outcome: { state: 'failed' } as const };
      await chat.post(conversation, `${id}:final`, card);
      return outcome;
    },
    async queued(operation, ahead) {
      const [conversation, say] = await wordsOf(operation);
      const { id, project = '' } = operation;
      const words = { project, ahead, what: kind.what(operation, say) };
      const cancel = { label: say('turn-cancel'), command: 'stop', words: [id] };
      const card: Card = { text: say('git-queued', words), ring: false, buttons: [[cancel]] };
      await chat.show(conversation, progress(operation), card);
    },
    async dropped(operation) {
      const [conversation, say] = await wordsOf(operation);
      await chat.close(conversation, progress(operation), { text: say('turn-dropped') });
    },
    async broke(operation) {
      const [conversation, say] = await wordsOf(operation);
      const card = { text: say('git-broke', { project: operation.project ?? '' }) };
      await chat.post(conversation, `${operation.id}:final`, card);
    },
  };
}
