import { hasRole } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { isTask } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'topics' | 'projects'>;
  readonly now: () => number;
}

/** Projects shown as buttons at once; `/topic <name>` reaches the others. */
const SHOWN = 24;
const OFF = 'off';

/**
 * `/topic my-bot`: from now on everything here concerns that project, whoever writes it; `/topic off`
 * ends that. What somebody may do there is decided by their own role in the project, as anywhere.
 */
export function topicCommand({ store, now }: Options): Command {
  const bind = async (name: string, call: Call): Promise<Card> => {
    const { say, actor, conversation } = call;
    const { chatId, topicId } = conversation;
    const place = { chatId, ...(topicId !== undefined && { topicId }) };
    if (isTask(name) || !(await store.projects.get(name))) {
      return { text: say('use-unknown', { name: plain(shorten(name, 80)) }) };
    }
    const topic = { ...place, project: name, boundBy: actor.id, boundAtMs: now() };
    const isNew = await store.topics.bind(topic);
    const bound = await store.topics.get(place);
    // The same again, after a crash or by a second tap, is what was asked for.
    if (isNew) call.changed?.(undefined, topic);
    if (bound?.project !== name) return bound ? boundCard(call) : { text: say('dispatch-stale') };
    const text = say(isNew ? 'topic-bound' : 'topic-bound-already', { project: plain(name) });
    return { text, ring: isNew };
  };

  return {
    name: 'topic',
    role: 'developer',
    concerns: ({ words: [word] }, { project }) =>
      word === undefined || word === OFF ? project : word,
    listed: true,
    async run({ words: [word] }, call) {
      const { say, actor, conversation } = call;
      if (!isPlace(conversation)) return { text: say('topic-private') };
      if (word === OFF) {
        const bound = await store.topics.get(conversation);
        const isUnbound = await store.topics.unbind(conversation);
        if (isUnbound) call.changed?.(bound, undefined);
        return { text: say(isUnbound ? 'topic-unbound' : 'topic-none') };
      }
      if (word !== undefined) return bind(word, call);
      if (conversation.isBound) return boundCard(call);
      const projects = (await store.projects.list())
        .filter(({ name }) => hasRole(actor, 'developer', name))
        .slice(0, SHOWN);
      if (projects.length === 0) return { text: say('projects-none') };
      const rows = projects.map(({ name }): readonly Button[] => [
        { label: name, command: 'topic', words: [name] },
      ]);
      return { text: say('topic-ask'), buttons: rows };
    },
  };
}

/** A private chat without topics is one person's own: there `/use` chooses. */
function isPlace({ chatId, topicId }: Conversation): boolean {
  return chatId < 0 || topicId !== undefined;
}

/** What is bound here. Its name stands in it only for those who may see the project. */
function boundCard({ say, conversation: { isBound, project } }: Call): Card {
  if (!isBound || project === undefined) return { text: say('dispatch-bound') };
  const off: Button = { label: say('topic-unbind'), command: 'topic', words: [OFF] };
  return { text: say('topic-is-bound', { project: plain(project) }), buttons: [[off]] };
}
