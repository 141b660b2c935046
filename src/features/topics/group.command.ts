import { hasRole, roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { ANSWERS, type Answers, DEFAULT_ANSWERS, isAnswers } from '#kernel/group.ts';
import { placeLink } from '#kernel/place-link.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { RoomFacts, Rooms } from '#ports/rooms/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { BoundTopic } from '#ports/store/topics.ts';

interface Options {
  readonly store: Pick<Store, 'topics' | 'groups'>;
  readonly rooms: Rooms;
  readonly chat: Chat;
}

/** Bound places that the card names. */
const SHOWN = 20;

/** `/group`: to what the bot answers here, and what is bound to which project. */
export function groupCommand(options: Options): Command {
  return {
    name: 'group',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run(_words, call) {
      if (call.conversation.chatId > 0) return { text: call.say('group-private') };
      await show(options, call, call.requestId.replaceAll(/[^\w]+/gu, '-'));
      return undefined;
    },
  };
}

/** The buttons of `/group`; `/group_answers topics` chooses at once. */
export function groupAnswersCommand(options: Options): Command {
  const { store } = options;
  return {
    name: 'group_answers',
    role: 'owner',
    concerns: 'bot',
    listed: false,
    async run({ words: [word, id] }, call) {
      const { say, conversation } = call;
      const { chatId } = conversation;
      if (chatId > 0) return { text: say('group-private') };
      if (!isAnswers(word)) return { text: say('group-answers-usage') };
      const before = await store.groups.get(chatId);
      await store.groups.save({ title: '', ...before, chatId, answers: word });
      call.changed?.({ answers: before?.answers ?? DEFAULT_ANSWERS }, { answers: word });
      const isTap = id !== undefined && /^[\w-]{1,60}$/u.test(id);
      await show(options, call, isTap ? id : call.requestId.replaceAll(/[^\w]+/gu, '-'));
      return isTap ? { toast: say('settings-saved') } : undefined;
    },
  };
}

async function show(options: Options, call: Call, id: string): Promise<void> {
  const { store, rooms, chat } = options;
  const { conversation, actor } = call;
  const { chatId } = conversation;
  const group = await store.groups.get(chatId);
  const facts = await rooms.about(chatId);
  const here = (await store.topics.list()).filter((topic) => topic.chatId === chatId);
  const card = groupCard(call, id, {
    answers: group?.answers ?? DEFAULT_ANSWERS,
    title: facts?.title || group?.title || '',
    facts,
    // Others' projects are none of theirs, here as anywhere.
    bound: here.filter(({ project }) => roleIn(actor, project) !== undefined),
  });
  await chat.show(conversation, `group:${conversation.id}:${id}`, card);
}

interface State {
  readonly answers: Answers;
  readonly title: string;
  readonly facts: RoomFacts | undefined;
  readonly bound: readonly BoundTopic[];
}

function groupCard({ say, actor }: Call, id: string, state: State): Card {
  const { answers, title, facts, bound } = state;
  const isDeaf = facts?.hearsAll === false && answers !== 'mentions';
  const lines = [
    say('group-title', { title: plain(shorten(title, 80)) }),
    say(`group-answers-${answers}`),
    ...(isDeaf ? [say('group-deaf')] : []),
    ...(facts?.isForum && !facts.mayOpenTopics ? [say('group-no-topics-right')] : []),
    bound.length === 0 ? say('group-nothing-bound') : say('group-bound'),
    ...bound.slice(0, SHOWN).map((topic) => {
      const words = { project: plain(topic.project) };
      const link = placeLink(topic);
      const where = say(topic.topicId === undefined ? 'group-place-whole' : 'group-place-topic');
      return `- ${say('group-bound-line', words)} · ${link === undefined ? where : `[${where}](${link})`}`;
    }),
  ];
  const buttons = ANSWERS.map((each): Button => {
    const label = say(`group-button-${each}`);
    const words = [each, id];
    return { label: each === answers ? `• ${label}` : label, command: 'group_answers', words };
  });
  return {
    text: lines.join('\n\n').replaceAll('\n\n- ', '\n- '),
    ring: false,
    ...(hasRole(actor, 'owner') && { buttons: buttons.map((button) => [button]) }),
  };
}
