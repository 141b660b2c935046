import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import { kindWord } from '#operations/kind-word.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'feedback' | 'operations' | 'settings'>;
  readonly chat: Chat;
  readonly now: () => number;
}

const MAX_COMMENT = 2_000;

/** [👍] [👎]: one vote of a person for an operation; the newest counts. */
export function voteCommand({ store, chat, now }: Options): Command {
  return {
    name: 'vote',
    role: 'viewer',
    concerns: 'operation',
    listed: false,
    async run({ words: [operationId = '', word] }, { actor, conversation, say }) {
      const operation = await store.operations.get(operationId);
      const before = await store.feedback.get(operationId, actor.id);
      const vote = word === 'up' || word === 'down' ? word : undefined;
      if (!vote || !operation) return { toast: say('vote-gone') };
      if (before?.vote === vote) return { toast: say('vote-same') };
      const { kind, project } = operation;
      await store.feedback.vote({
        operationId,
        actorId: actor.id,
        actorName: actor.name,
        kind,
        ...(project === undefined ? {} : { project }),
        vote,
        atMs: now(),
      });
      const comment = { label: say('vote-comment'), command: 'comment', words: [operationId] };
      const key = `feedback:${operationId}:${actor.id}`;
      // A thumb down is worth a question; after a change of mind it is asked no more, or again.
      if (vote === 'down') {
        const text = say('vote-why', { project: plain(project ?? kindWord(kind, say)) });
        await chat.show(conversation, key, { text, ring: false, buttons: [[comment]] });
      } else if (before)
        await chat.show(conversation, key, { text: say('vote-thanks'), buttons: [[comment]] });
      return { toast: say(before ? 'vote-changed' : `vote-kept-${vote}`) };
    },
  };
}

/** Words to a vote: after [💬] the next message, or `/comment` with words for the newest vote. */
export function commentCommand({ store, now }: Options): Command {
  const keep = async (
    operationId: string | undefined,
    text: string,
    { actor, say }: Call,
  ): Promise<Card | Toast> => {
    const vote =
      operationId === undefined
        ? (await store.feedback.list({ limit: 200 })).find((each) => each.actorId === actor.id)
        : await store.feedback.get(operationId, actor.id);
    if (!vote) return { text: say('comment-no-vote') };
    const comment = Array.from(text).slice(0, MAX_COMMENT).join('');
    await store.feedback.vote({ ...vote, comment, actorName: actor.name, atMs: now() });
    return { text: say('comment-kept'), ring: false };
  };

  return {
    name: 'comment',
    role: 'viewer',
    concerns: 'bot',
    listed: false,
    async run({ words: [operationId], text, isFreeText }, call) {
      const { conversation, say } = call;
      const setting = expectationKey(conversation.id);
      if (isFreeText) return keep(operationId, text, call);
      if (operationId === undefined) return { text: say('comment-usage') };
      if (text === 'cancel') {
        await store.settings.set(setting, null);
        return { toast: say('comment-canceled') };
      }
      // Typed with words; a button names an operation and nothing else.
      if (text !== operationId || !(await store.feedback.get(operationId, call.actor.id))) {
        return keep(undefined, text, call);
      }
      const untilMs = now() + EXPECTED_FOR_MS;
      await store.settings.set(setting, { command: 'comment', words: [operationId], untilMs });
      const never = { label: say('comment-cancel'), command: 'comment', words: ['cancel'] };
      return { text: say('comment-ask'), ring: false, buttons: [[never]] };
    },
  };
}
