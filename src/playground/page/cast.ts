import type { BotHandle, Emulator } from '../bot-api/emulator.ts';
import type { PersonInChat } from '../bot-api/people/person.ts';

/** Somebody the page can speak as. */
export interface Somebody {
  readonly id: number;
  readonly name: string;
  /** As Telegram tells it to bots. Default `en`. */
  readonly languageCode?: string;
}

/** What somebody is to the bot. */
export type Part = 'owner' | 'developer' | 'stranger';

/** Somebody as the page lists them. */
export interface Member extends Required<Somebody> {
  readonly part: Part;
  /** Names their private chat with the bot in events. */
  readonly room: string;
}

/** Somebody's account in the emulator. */
type Account = ReturnType<Emulator['person']>;

/** Everybody the page can speak as. */
export interface Cast {
  list(): readonly Member[];
  find(id: number): Member | undefined;
  account(member: Member): Account;
  /** The private chat of that member with the bot, or one topic of it. */
  chat(member: Member, topicId?: number): PersonInChat;
  /** Changes the language of their Telegram; the bot learns it with their next message. */
  setLanguage(member: Member, languageCode: string): void;
  /** Whether somebody has chosen a language since the start. */
  hasChosenLanguage(): boolean;
}

/** What has no topic. */
const GENERAL = 1;

interface Entry {
  readonly member: Member;
  readonly account: Account;
  readonly chat: PersonInChat;
}

/** Gives each of them an account in the emulator. */
export function castOf(
  emulator: Emulator,
  bot: BotHandle,
  parts: Readonly<Partial<Record<Part, Somebody | undefined>>>,
): Cast {
  const entries = new Map<number, Entry>();
  let hasChosen = false;
  const enter = (somebody: Required<Somebody>, part: Part): void => {
    const account = emulator.person(somebody);
    const chat = account.chat(bot);
    entries.set(somebody.id, { member: { ...somebody, part, room: chat.room }, account, chat });
  };
  for (const part of ['owner', 'developer', 'stranger'] as const) {
    const somebody = parts[part];
    if (!somebody) continue;
    if (entries.has(somebody.id)) throw new Error(`Two people have the id ${somebody.id}.`);
    enter({ languageCode: 'en', ...somebody }, part);
  }
  const entryOf = ({ id }: Member): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new Error(`Nobody here has the id ${id}.`);
    return entry;
  };

  return {
    list: () => [...entries.values()].map(({ member }) => member),
    find: (id) => entries.get(id)?.member,
    account: (member) => entryOf(member).account,
    chat(member, topicId) {
      const { account, chat } = entryOf(member);
      return topicId === undefined || topicId === GENERAL ? chat : account.chat(bot, topicId);
    },
    setLanguage({ id, name, part }, languageCode) {
      hasChosen = true;
      enter({ id, name, languageCode }, part);
    },
    hasChosenLanguage: () => hasChosen,
  };
}
