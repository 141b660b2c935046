import type { BotHandle, Emulator } from '../bot-api/emulator.ts';
import type { PersonInChat } from '../bot-api/person.ts';

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
}

/** Everybody the page can speak as. */
export interface Cast {
  list(): readonly Member[];
  find(id: number): Member | undefined;
  /** The private chat of that member with the bot. */
  chat(member: Member): PersonInChat;
  /** Changes the language of their Telegram; the bot learns it with their next message. */
  setLanguage(member: Member, languageCode: string): void;
}

/** Gives each of them an account in the emulator. */
export function castOf(
  emulator: Emulator,
  bot: BotHandle,
  parts: Readonly<Partial<Record<Part, Somebody | undefined>>>,
): Cast {
  const members = new Map<number, Member>();
  const chats = new Map<number, PersonInChat>();
  const enter = (member: Member): void => {
    members.set(member.id, member);
    chats.set(member.id, emulator.person(member).chat(bot));
  };
  for (const part of ['owner', 'developer', 'stranger'] as const) {
    const somebody = parts[part];
    if (!somebody) continue;
    if (members.has(somebody.id)) throw new Error(`Two people have the id ${somebody.id}.`);
    enter({ languageCode: 'en', ...somebody, part });
  }

  return {
    list: () => [...members.values()],
    find: (id) => members.get(id),
    chat(member) {
      const chat = chats.get(member.id);
      if (!chat) throw new Error(`Nobody here has the id ${member.id}.`);
      return chat;
    },
    setLanguage: (member, languageCode) => enter({ ...member, languageCode }),
  };
}
