import type {
  BotCommand,
  Chat,
  ForceReply,
  MenuButton,
  Message,
  MessageEntity,
  ReactionType,
  ReplyKeyboardMarkup,
  RichMessage,
  User,
  UserFromGetMe,
} from '@grammyjs/types';
import type { FaultSource } from './faults.ts';
import type { Files } from './files.ts';
import type { Limits } from './limits.ts';
import type { UpdateQueue } from './updates.ts';

/** A bot that BotFather made. */
export interface Bot {
  readonly token: string;
  readonly user: UserFromGetMe;
  readonly updates: UpdateQueue;
  /** By scope and language. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** By private chat; 0 is the default. */
  readonly menuButtons: Map<number, MenuButton>;
  webhookUrl: string;
}

/** What a message showed, and since when. */
export interface MessageVersion {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** A message with what only the emulator knows of it. */
export interface StoredMessage {
  message: Message;
  /** Oldest first; the last one is what shows now. */
  readonly versions: MessageVersion[];
  readonly silent: boolean;
  /** Sent with a keyboard that is not inline: Telegram does not let it be edited. */
  readonly hasOtherKeyboard: boolean;
  readonly atMs: number;
  reactions: readonly ReactionType[];
}

/** A topic of a forum; its id is that of the message that opened it. */
export interface Topic {
  readonly id: number;
  readonly name: string;
  isClosed: boolean;
}

/** How somebody stands to a group. */
export type Membership = 'member' | 'administrator' | 'left' | 'kicked';

/** An answer that a bot is still writing, shown and not yet sent. */
export interface Draft {
  readonly draftId: number;
  readonly topicId?: number;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Of a rich draft: what it shows in place of `text`. */
  readonly rich?: RichMessage;
  /** The person sees a button that stops it. */
  readonly canStop: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** A chat. A private one belongs to one bot and one person. */
export interface Room {
  /** Unique among all bots. */
  readonly key: string;
  readonly chat: Chat;
  readonly person?: Person;
  readonly bot?: Bot;
  readonly messages: StoredMessage[];
  readonly topics: Map<number, Topic>;
  /** People and bots by id, in groups. */
  readonly members: Map<number, Membership>;
  /** Whether a bot may write to a private chat. */
  access: 'never-started' | 'open' | 'blocked';
  /** Ids of the pinned messages, the newest last. */
  pins: readonly number[];
  /** By topic; 0 is the chat itself. */
  readonly drafts: Map<number, Draft>;
  replyKeyboard?: ReplyKeyboardMarkup | ForceReply;
  migratedTo?: number;
  lastMessageId: number;
}

/** Somebody with a Telegram account. */
export interface Person {
  readonly user: User;
  isDeactivated: boolean;
}

/** What a tap got. */
export interface CallbackAnswer {
  readonly text?: string;
  readonly show_alert?: boolean;
  readonly url?: string;
}

/** A tap that waits for its answer. */
interface PendingQuery {
  readonly botId: number;
  readonly atMs: number;
  readonly answer: (answer: CallbackAnswer) => void;
}

/** One call of a bot, answered or not. */
export interface CallRecord {
  /** As declared, whatever case the call used. */
  readonly method: string;
  readonly botId: number;
  /** Uploads appear as their name and size. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly error?: { readonly code: number; readonly description: string };
  /** The connection died by a fault; `ok` says whether the call took effect. */
  readonly isDropped?: true;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Something that changed. Serializable. */
export type EmulatorEvent =
  | {
      readonly kind: 'message' | 'edited';
      readonly room: string;
      readonly message: Message;
      readonly silent: boolean;
    }
  | { readonly kind: 'deleted'; readonly room: string; readonly messageId: number }
  | {
      readonly kind: 'action';
      readonly room: string;
      readonly action: string;
      readonly topicId?: number;
    }
  | {
      readonly kind: 'reaction';
      readonly room: string;
      readonly messageId: number;
      readonly reactions: readonly ReactionType[];
    }
  /** Absent `draft`: it ended, by a message, by a person's stop, or by time. */
  | { readonly kind: 'draft'; readonly room: string; readonly draft?: Draft }
  /** Ids of the pinned messages, the newest last. */
  | { readonly kind: 'pins'; readonly room: string; readonly messageIds: readonly number[] }
  /** A topic was opened, renamed, closed, reopened or deleted. */
  | { readonly kind: 'topics'; readonly room: string; readonly topics: readonly Topic[] }
  /** What stands in place of the keyboard; absent `keyboard`: nothing. */
  | {
      readonly kind: 'reply-keyboard';
      readonly room: string;
      readonly keyboard?: ReplyKeyboardMarkup | ForceReply;
    }
  | { readonly kind: 'answer'; readonly queryId: string; readonly answer: CallbackAnswer }
  | { readonly kind: 'commands'; readonly botId: number }
  | { readonly kind: 'call'; readonly call: CallRecord };

/** Everything there is. */
export interface World {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly bots: Map<string, Bot>;
  readonly people: Map<number, Person>;
  readonly rooms: Map<string, Room>;
  readonly queries: Map<string, PendingQuery>;
  readonly files: Files;
  readonly limits: Limits;
  readonly limitsAreOn: boolean;
  readonly faults: FaultSource;
  readonly calls: CallRecord[];
  readonly warnings: string[];
  readonly listeners: Set<(event: EmulatorEvent) => void>;
  /** A number that was never given before, from 1. */
  readonly nextNumber: () => number;
}

/** Tells everybody who listens; a copy, so that nobody can change the world. */
export function emit(world: World, event: EmulatorEvent): void {
  for (const listener of world.listeners) listener(structuredClone(event));
}

/** Seconds since the epoch, as Telegram dates things. */
export function unixTime(world: World): number {
  return Math.floor(world.now() / 1_000);
}
