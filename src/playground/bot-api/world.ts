import type {
  BotCommand,
  Chat,
  ChatAdministratorRights,
  ChatInviteLink,
  ChatPermissions,
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
import type { CallLog, CallRecord } from './call-record.ts';
import type { ClosableClock } from './closable-clock.ts';
import type { FaultSource } from './faults/faults.ts';
import type { Files } from './chats/files.ts';
import type { Limits, LimitSettings } from './limits.ts';
import type { MemberDetails, Membership } from './chats/member-details.ts';
import type { MessageVersion } from './chats/message-version.ts';
import type { Random } from './random.ts';
import type { Environment } from './request/target.ts';
import type { UpdateQueue } from './delivery/updates.ts';
import type { Warnings } from './warnings.ts';
import type { WebhookReach } from './webhook/address.ts';
import type { Webhook } from './webhook/webhook.ts';

/** A bot that BotFather made. */
export interface Bot {
  /** Changes when BotFather revokes it. */
  token: string;
  readonly user: UserFromGetMe;
  readonly updates: UpdateQueue;
  /** By scope and language. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** By private chat; 0 is the default. */
  readonly menuButtons: Map<number, MenuButton>;
  /** Names and descriptions by field and language, such as `name/` and `description/ru`. */
  readonly about: Map<string, string>;
  /** Rights it asks for when somebody adds it as an administrator. */
  readonly askedRights: Map<'groups' | 'channels', ChatAdministratorRights>;
  readonly webhook: Webhook;
  /** `logOut` was called: every call is refused until then. Milliseconds since the epoch. */
  loggedOutUntilMs: number;
  /** When its instance here started: BotFather made it, or it was closed. */
  startedAtMs: number;
  /** The offset it asked for last, and when. */
  lastPoll?: { readonly offset: number; readonly atMs: number };
  /** Until when a conflict of its polls is told late. */
  conflictsUntilMs: number;
  /** When it may set its webhook again. */
  nextWebhookMs: number;
}

/** A message with what only the emulator knows of it. */
export interface StoredMessage {
  message: Message;
  /** The last hundred, oldest first; the last one is what shows now. */
  readonly versions: MessageVersion[];
  edits: number;
  readonly silent: boolean;
  /** Sent with a keyboard that is not inline: Telegram does not let it be edited. */
  readonly hasOtherKeyboard: boolean;
  readonly atMs: number;
  reactions: readonly ReactionType[];
  /** Who reacted with what, by the id of the user or the chat; `reactions` is all of it. */
  reactors?: Map<number, readonly ReactionType[]>;
}

/** A topic of a forum; its id is that of the message that opened it. */
export interface Topic {
  readonly id: number;
  name: string;
  isClosed: boolean;
  /** General only: nobody sees it in the list. */
  isHidden?: boolean;
  readonly iconColor?: number;
  iconEmojiId?: string;
  /** Who opened it; they may rename and close it without any right. */
  readonly openedBy?: number;
}

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
  /** Stays, until its time is over, when the person stops it. */
  readonly keepsOnStop?: boolean;
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
  /** Rights, restrictions and titles, by the same ids. */
  readonly memberDetails: Map<number, MemberDetails>;
  /** What members may do who are not administrators. */
  permissions: Required<ChatPermissions>;
  description?: string;
  /** General, in forums. */
  readonly general?: Topic;
  /** The channel whose posts Telegram forwards here. */
  discusses?: number;
  /** Invite links by themselves. */
  readonly inviteLinks: Map<string, ChatInviteLink>;
  /** Whether a bot may write to a private chat. */
  access: 'never-started' | 'open' | 'blocked';
  /** Ids of the pinned messages, the newest last. */
  pins: readonly number[];
  /** By topic; 0 is the chat itself. */
  readonly drafts: Map<number, Draft>;
  /** Drafts that the person stopped, the last ones, by topic and id. */
  readonly stoppedDrafts: Set<string>;
  replyKeyboard?: ReplyKeyboardMarkup | ForceReply;
  /** Ids of the people who see it, where it is not for everybody. */
  replyKeyboardFor?: readonly number[];
  migratedTo?: number;
  lastMessageId: number;
}

/** Somebody with a Telegram account. */
export interface Person {
  user: User;
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
  readonly answer: (answer: CallbackAnswer, cacheSeconds?: number) => void;
}

/** An answer that counts for the same tap again. */
interface KeptAnswer {
  readonly answer: CallbackAnswer;
  readonly untilMs: number;
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
  | {
      readonly kind: 'draft';
      readonly room: string;
      readonly draft?: Draft;
      /** Of the draft that ended, when it was in a topic. */
      readonly topicId?: number;
    }
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
  /** Everything that waits, waits here. */
  readonly clock: ClosableClock;
  readonly random: Random;
  /** Bots of the test environment answer under `/bot<token>/test/` only, the others never there. */
  readonly environment: Environment;
  readonly webhookReach: WebhookReach;
  readonly bots: Map<string, Bot>;
  readonly people: Map<number, Person>;
  readonly rooms: Map<string, Room>;
  readonly queries: Map<string, PendingQuery>;
  /** What apps keep of earlier answers to taps, [T] answerCallbackQuery.cache_time. */
  readonly keptAnswers: Map<string, KeptAnswer>;
  readonly files: Files;
  readonly limits: Limits;
  /** Set where limits are on. */
  readonly limitSettings: LimitSettings | undefined;
  readonly faults: FaultSource;
  readonly calls: CallLog;
  readonly warnings: Warnings;
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
