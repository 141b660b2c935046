import type { Opened, RoomFacts, Rooms } from './port.ts';

/** Groups that a test arranges: forums in which the bot may open topics, unless said otherwise. */
export function memoryRooms(): Rooms & {
  /** What `about` says, by chat. */
  readonly facts: Map<number, Partial<RoomFacts>>;
  /** What `openTopic` answers, in turn; then each is opened. */
  readonly answers: Opened[];
  readonly opened: { readonly chatId: number; readonly name: string }[];
} {
  const facts = new Map<number, Partial<RoomFacts>>();
  const answers: Opened[] = [];
  const opened: { readonly chatId: number; readonly name: string }[] = [];
  return {
    facts,
    answers,
    opened,
    about: async (chatId) => ({
      title: 'Team',
      isForum: true,
      hearsAll: true,
      mayOpenTopics: true,
      ...facts.get(chatId),
    }),
    async openTopic(chatId, name) {
      const answer = answers.shift();
      if (answer) return answer;
      opened.push({ chatId, name });
      return { kind: 'opened', topicId: 1_000 + opened.length };
    },
  };
}
