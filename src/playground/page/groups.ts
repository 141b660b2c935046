import type { BotHandle, Emulator } from '../bot-api/emulator.ts';
import type { Group } from '../bot-api/chats/group.ts';
import type { PersonInChat } from '../bot-api/people/person.ts';
import type { Cast, Member } from './cast.ts';

/** A group as the page lists it. */
interface PageGroup {
  /** Names the chat in events. */
  readonly room: string;
  readonly title: string;
  readonly isForum: boolean;
  /** Ids of those of the cast who are in it. */
  readonly memberIds: readonly number[];
}

/** The groups that were made on the page. */
export interface PageGroups {
  list(): readonly PageGroup[];
  /** Makes one, with the bot and these people in it. */
  make(settings: NewGroup): PageGroup;
  /** That person in that group, or in one topic of it; nothing where they are not a member. */
  enter(member: Member, room: string, topicId?: number): PersonInChat | undefined;
  /** Opens a topic and returns its id; nothing where there are no topics. */
  openTopic(room: string, name: string): number | undefined;
  /** Calls back whenever a group was made, until the result is called. */
  subscribe(listener: () => void): () => void;
}

/** What a new group is made of. */
interface NewGroup {
  readonly title: string;
  readonly isForum: boolean;
  readonly members: readonly Member[];
  /** Administrators hear everything; members only what is meant for them. */
  readonly botAs: 'administrator' | 'member';
}

const FIRST_ID = -1_001_000_000_001;
/** General is what has no topic. */
const GENERAL = 1;

/** No groups yet. */
export function pageGroups(emulator: Emulator, bot: BotHandle, cast: Cast): PageGroups {
  const groups = new Map<string, { readonly group: Group; readonly about: PageGroup }>();
  const listeners = new Set<() => void>();
  return {
    list: () => [...groups.values()].map(({ about }) => about),
    make({ title, isForum, members, botAs }) {
      const id = FIRST_ID - groups.size;
      const group = emulator.group({ id, title, forum: isForum });
      const rooms = members.map((member) => cast.account(member).in(group).room);
      group.add(bot, botAs);
      const room = rooms[0] ?? `group:${id}`;
      const about = { room, title, isForum, memberIds: members.map((member) => member.id) };
      groups.set(room, { group, about });
      for (const listener of listeners) listener();
      return about;
    },
    enter(member, room, topicId) {
      const found = groups.get(room);
      if (!found?.about.memberIds.includes(member.id)) return undefined;
      return cast.account(member).in(found.group, topicId === GENERAL ? undefined : topicId);
    },
    openTopic(room, name) {
      const found = groups.get(room);
      return found?.about.isForum ? found.group.opensTopic(name) : undefined;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
