import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { until } from './bot.ts';
import type { World } from './world.ts';

/** Doing something in a chat, and waiting for what the bot says to it. */
export interface Talk {
  /** Resolves with the newest message of the bot that came after `act` and matches. */
  readonly heard: (
    who: PersonInChat,
    act: () => unknown,
    answer: RegExp | string,
  ) => Promise<MessageView>;
  readonly says: (who: PersonInChat, text: string, answer: RegExp | string) => Promise<MessageView>;
  readonly taps: (
    who: PersonInChat,
    label: string,
    on: MessageView,
    answer: RegExp | string,
  ) => Promise<MessageView>;
}

/** Talks with the bot of a world; what is not heard in time fails with what was said instead. */
export function talkIn(world: () => World, patienceMs: number): Talk {
  const heard: Talk['heard'] = async (who, act, answer) => {
    const after = who.lastMessage()?.message_id ?? 0;
    await act();
    const matches = (each: MessageView) =>
      each.message_id > after &&
      each.from?.is_bot === true &&
      (typeof answer === 'string' ? each.text.includes(answer) : answer.test(each.text));
    return until(() => who.messages().findLast(matches), patienceMs).catch((cause: unknown) => {
      const seen = who
        .messages()
        .map((each) => `${each.message_id} ${each.text} ${each.buttons.flat().join(', ')}`);
      const printed = world().bot.output().slice(-1_500);
      const why = `never heard ${answer} in\n${seen.slice(-8).join('\n')}\n${printed}`;
      throw new Error(why, { cause });
    });
  };
  return {
    heard,
    says: (who, text, answer) => heard(who, () => who.says(text), answer),
    taps: (who, label, on, answer) => heard(who, () => who.taps(label, on), answer),
  };
}
