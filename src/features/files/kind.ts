import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import { UNSEEN_BY_GIT } from '#ports/files/port.ts';
import type { Operation } from '#ports/store/port.ts';
import type { CommitAbout, FilePorts } from './ports.ts';
import { noProject } from './shown.ts';

/** One operation on files, while it runs. */
export interface FileTask extends CommitAbout {
  readonly conversation: Conversation;
  readonly say: Say;
}

/** How one kind differs from the others. */
interface FileKind {
  readonly title: string;
  readonly steps: OperationKind['steps'];
  /** What is done, in a few words of Markdown; for the card while it waits. */
  readonly what: (operation: Operation, say: Say) => string;
  /** Does it; the card is the answer. */
  readonly work: (
    run: OperationRun,
    task: FileTask,
  ) => Promise<{ readonly card: Card; readonly outcome: Outcome }>;
}

/** A kind of operation that waits for its turn in the project, works once and answers once. */
export function fileKind(ports: FilePorts, kind: FileKind): OperationKind {
  const { chat, store, git, workspace } = ports;

  const wordsOf = async (operation: Operation): Promise<readonly [Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, ports.sayIn(conversation.language)];
  };
  const progress = ({ id }: Operation): string => `${id}:progress`;

  return {
    title: kind.title,
    steps: kind.steps,
    async run(run) {
      const { operation } = run;
      const { id, project = '', actorId } = operation;
      const [conversation, say] = await wordsOf(operation);
      const { actorName } = operation.input as { readonly actorName: string };
      const begun = { text: say('git-begun', { what: kind.what(operation, say) }) };
      await chat.close(conversation, progress(operation), begun);
      if (!(await store.projects.get(project))) {
        await chat.post(conversation, `${id}:final`, noProject({ say }));
        return { state: 'failed' };
      }
      await git.hide(workspace.directory(project), UNSEEN_BY_GIT);
      const actor = { id: actorId, name: actorName };
      const task = { project, operationId: id, actor, conversation, say };
      const { card, outcome } = await kind.work(run, task);
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
