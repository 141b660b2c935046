import type { ForceReply, ReplyKeyboardMarkup } from '@grammyjs/types';
import type { Draft, Topic } from '../bot-api/world.ts';
import type { Member } from './cast.ts';
import type { Place } from './place.ts';
import type { Stage } from './stage.ts';

/** What has no topic is in General. */
const GENERAL = 1;

/** A chat in somebody's list. */
export interface ChatEntry {
  readonly room: string;
  readonly kind: 'private' | 'group' | 'forum';
  readonly title: string;
  /** Names of those of the cast who are in it. */
  readonly members: readonly string[];
}

/** The chats of that person, the one with the bot first. */
export function chatsOf({ bot, cast, groups }: Stage, member: Member): readonly ChatEntry[] {
  const own = { room: member.room, kind: 'private', title: bot.name, members: [] } as const;
  const joined = groups.list().filter(({ memberIds }) => memberIds.includes(member.id));
  return [
    own,
    ...joined.map(({ room, title, isForum, memberIds }) => ({
      room,
      kind: isForum ? ('forum' as const) : ('group' as const),
      title,
      members: memberIds.flatMap((id) => cast.find(id)?.name ?? []),
    })),
  ];
}

/** What a chat shows beside its messages. */
export interface RoomState {
  readonly topics: readonly Topic[];
  /** Ids of the pinned messages, the newest last. */
  readonly pins: readonly number[];
  /** What the bot is writing at this place. */
  readonly draft: Draft | null;
  readonly keyboard: ReplyKeyboardMarkup | ForceReply | null;
}

/** What the chat of the place shows beside its messages. */
export function roomStateOf({ emulator }: Stage, { room, topicId }: Place): RoomState {
  const snapshot = emulator.chats().find((chat) => chat.room === room);
  const { topics = [], pins = [], drafts = [], replyKeyboard } = snapshot ?? {};
  const draft = topicId === undefined ? drafts.at(-1) : drafts.find(isOf(topicId));
  return { topics, pins, draft: draft ?? null, keyboard: replyKeyboard ?? null };
}

function isOf(topicId: number): (draft: Draft) => boolean {
  return (draft) => (draft.topicId ?? GENERAL) === topicId;
}
