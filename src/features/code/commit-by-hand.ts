import { type Card, plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { LargeFile } from '#ports/git/history.ts';
import type { Commit } from '#ports/git/port.ts';
import type { Operation } from '#ports/store/port.ts';
import { handMessage } from './commit.ts';
import { commitWork } from './commit-work.ts';
import { changeCard } from './final.ts';
import { heldCard } from './held-card.ts';
import type { Held } from './held.ts';
import type { TurnPorts } from './show-turn.ts';

type Ports = Pick<TurnPorts, 'chat' | 'git' | 'workspace' | 'store' | 'sayIn' | 'masker'>;

/** Servers for repositories refuse a file of more, and with it everything that comes later. */
const MOST_FILE_BYTES = 100_000_000;
const NAMED = 8;

/** What the step `commit` keeps. */
type Result = Commit | null | Held | Large;
interface Large {
  readonly large: readonly LargeFile[];
}

/** Commits what somebody left in the working tree, by their wish. */
export function commitByHandKind(ports: Ports): OperationKind {
  const { chat, git, workspace, store } = ports;

  const place = async (operation: Operation): Promise<[Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, ports.sayIn(conversation.language)];
  };

  return {
    title: 'Commits what lies in the working tree, by the wish of a person.',
    steps: {
      commit: 'Commits the working tree, unless there is a secret in it or a file too large.',
    },
    async run(run) {
      const { operation } = run;
      const { id, actorId, project = '' } = operation;
      const { message, actorName } = operation.input as { message: string; actorName: string };
      const [conversation, say] = await place(operation);
      const actor = { id: actorId, name: actorName };
      const begun = { text: say('git-begun', { what: say('commit-what') }), inPlaceOnly: true };
      await chat.close(conversation, `${id}:progress`, begun);
      if (!(await store.projects.get(project))) {
        await chat.post(conversation, `${id}:final`, { text: say('git-no-project') });
        return { state: 'failed', result: { kind: 'no-project' } };
      }
      const directory = workspace.directory(project);
      const result = await run.step<Result>('commit', async (attempt) => {
        const large = await git.largeFiles(directory, MOST_FILE_BYTES);
        if (large.length > 0) return { large };
        return commitWork(ports, {
          project,
          operationId: id,
          actor,
          attempt,
          message: (workers) => handMessage({ message, operationId: id, actor, workers }),
        });
      });
      const card = cardOf(result, { project, operationId: id, actor }, say);
      await chat.post(conversation, `${id}:final`, card);
      const isMade = result !== null && 'sha' in result;
      return isMade ? { state: 'done', result: { sha: result.sha } } : { state: 'failed' };
    },
    async queued(operation, ahead) {
      const [conversation, say] = await place(operation);
      const { id, project = '' } = operation;
      const cancel = { label: say('turn-cancel'), command: 'stop', words: [id] };
      const text = say('git-queued', { project, ahead, what: say('commit-what') });
      await chat.show(conversation, `${id}:progress`, { text, ring: false, buttons: [[cancel]] });
    },
    async dropped(operation) {
      const [conversation, say] = await place(operation);
      const dropped = { text: say('turn-dropped') };
      await chat.close(conversation, `${operation.id}:progress`, dropped);
    },
    async broke(operation) {
      const [conversation, say] = await place(operation);
      const card = { text: say('git-broke', { project: operation.project ?? '' }) };
      await chat.post(conversation, `${operation.id}:final`, card);
    },
  };
}

function cardOf(
  result: Result,
  about: {
    readonly project: string;
    readonly operationId: string;
    readonly actor: { readonly id: number; readonly name: string };
  },
  say: Say,
): Card {
  const { project } = about;
  if (result === null) return { text: say('commit-nothing', { project }) };
  if ('held' in result) return heldCard(result, about, say);
  if ('sha' in result) return { ...changeCard(result, about, say), ring: true };
  const named = result.large.slice(0, NAMED).map(({ path, sizeBytes }) => {
    const name = plain(shorten(visibleName(path), 120));
    return `- ${say('commit-large-file', { path: name, size: { bytes: sizeBytes } })}`;
  });
  const hidden = result.large.length - named.length;
  const more = hidden > 0 ? [say('turn-more-files', { count: hidden })] : [];
  const parts = [say('commit-large', { project }), named.join('\n'), ...more];
  return { text: [...parts, say('commit-large-advice')].join('\n\n') };
}
