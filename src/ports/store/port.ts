import type { Conversation } from '#kernel/conversation.ts';
import type { Language } from '#kernel/language.ts';
import type { Preferences } from '#kernel/preferences.ts';
import type { Audit } from '#ports/audit/port.ts';
import type { Feedback } from './feedback.ts';
import type { Actors } from './actors.ts';
import type { Allowances } from './allowances.ts';
import type { Changes } from './changes.ts';
import type { Groups } from './groups.ts';
import type { Invites } from './invites.ts';
import type { Leases } from './leases.ts';
import type { Projects } from './projects.ts';
import type { Topics } from './topics.ts';
import type { UsageRecord } from './usage.ts';

/** Anything JSON can hold. What is stored comes back equal. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** An update of Telegram that is stored and not yet handled. */
export interface InboxUpdate {
  /** Telegram's `update_id`. */
  readonly id: number;
  readonly body: Json;
}

export interface Inbox {
  /** The offset to ask Telegram for next; 0 before the first update. */
  offset(): Promise<number>;
  /**
   * Stores a batch and moves the offset behind its highest id, in one transaction. Ids that were
   * stored before are dropped; resolves with the new ones in ascending order.
   */
  take(batch: readonly InboxUpdate[]): Promise<readonly InboxUpdate[]>;
  /** Updates that are not done, ascending. */
  pending(): Promise<readonly InboxUpdate[]>;
  /** Its body is forgotten, its id is not: a repeat stays a repeat. */
  done(id: number): Promise<void>;
  /** Forgets everything, offset and ids: from now on the updates are those of another bot. */
  reset(): Promise<void>;
}

/** One Bot API call that must reach Telegram. */
export interface OutboxEntry {
  /** Unique and meaningful, such as `turn-x:final#1`. */
  readonly key: string;
  readonly chatId: number;
  /** Bot API method name. */
  readonly method: string;
  readonly payload: Json;
  /**
   * Smaller goes first: 0 final, approval, failure; 1 answer; 2 progress. Equal: in order of
   * adding, several people of one chat in turn.
   */
  readonly priority: number;
}

export interface StoredEntry extends OutboxEntry {
  /** Ascends with adding. */
  readonly id: number;
  /** `sending`: handed to the network, outcome not known yet. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  /** Of the message that Telegram made, once sent. */
  readonly messageId?: number;
  /** Why it failed for good. */
  readonly error?: string;
}

export interface Outbox {
  /** Adds all in one transaction. An entry whose key is known is dropped; resolves with how many were new. */
  add(entries: readonly OutboxEntry[]): Promise<number>;
  /** What became of an entry; its payload, which may be large, is not read. */
  get(key: string): Promise<Omit<StoredEntry, 'payload'> | undefined>;
  /** Entries in `waiting` and `sending`, by id. */
  unsent(): Promise<readonly StoredEntry[]>;
  /**
   * Counts an attempt when the state becomes `sending`. The payload of an ended entry (`sent` or
   * `failed`) is forgotten, so it does not become `waiting` or `sending` again.
   */
  mark(
    key: string,
    change: {
      readonly state: StoredEntry['state'];
      readonly messageId?: number;
      readonly error?: string;
    },
  ): Promise<void>;
  /** Chats that must wait, with the time until when (milliseconds since the epoch). */
  penalties(): Promise<ReadonlyMap<number, number>>;
  penalize(chatId: number, untilMs: number): Promise<void>;
  /** Points everything of a group at the supergroup it became. */
  moveChat(fromChatId: number, toChatId: number): Promise<void>;
  /** Forgets what ended before `beforeMs`. */
  prune(beforeMs: number): Promise<void>;
}

/** What a button does, kept on our side: Telegram carries only the id. */
export interface StoredButton {
  /** At most 64 bytes, not guessable. */
  readonly id: string;
  readonly command: string;
  readonly words: readonly string[];
  readonly chatId: number;
  /** The one who may tap; absent: anyone whose role allows the command. */
  readonly actorId?: number;
  /** Milliseconds since the epoch, UTC. */
  readonly createdAtMs: number;
}

export interface Buttons {
  add(buttons: readonly StoredButton[]): Promise<void>;
  get(id: string): Promise<StoredButton | undefined>;
  prune(beforeMs: number): Promise<void>;
}

/** `undoing`: it failed or was canceled, and what it had done is being taken back. */
export type OperationState = 'waiting' | 'running' | 'undoing' | 'done' | 'failed' | 'canceled';

/** One durable thing the bot does. */
export interface Operation {
  readonly id: string;
  /** `turn`, `new`, … */
  readonly kind: string;
  readonly state: OperationState;
  readonly conversationId: string;
  readonly actorId: number;
  readonly project?: string;
  readonly input: Json;
  readonly result?: Json;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A step's result, kept so that it is not done again. */
export interface Step {
  readonly name: string;
  readonly attempts: number;
  readonly startedAtMs: number;
  /** Absent while it runs, and after a crash in it. */
  readonly endedAtMs?: number;
  /** What its first attempt was given; later ones do not change it. */
  readonly input?: Json;
  readonly result?: Json;
}

/** Something an operation is told from outside, kept whether or not it waits for it yet. */
export interface Signal {
  readonly name: string;
  /** Of one name and one key there is one signal. */
  readonly key: string;
  readonly payload: Json;
  readonly atMs: number;
}

/**
 * Operations with their steps and signals. A write that carries a `token`, which is that of the
 * lease of its writer, is refused with `Fault('lease-lost')` once a higher token was seen here.
 */
export interface OperationStore {
  /** Adds it unless the id is known; resolves with what is stored under the id. */
  add(operation: Operation): Promise<Operation>;
  get(id: string): Promise<Operation | undefined>;
  update(
    id: string,
    change: { readonly state: OperationState; readonly result?: Json },
    nowMs: number,
    token?: number,
  ): Promise<void>;
  /**
   * From now on refuses every smaller token; resolves with what is stored, which then only the
   * owner of `token` changes. `undefined` for an unknown id.
   */
  fence(id: string, token: number): Promise<Operation | undefined>;
  /** Those in `waiting`, `running` and `undoing`, oldest first. */
  unfinished(): Promise<readonly Operation[]>;
  /** The newest first. */
  recent(filter: {
    readonly project?: string;
    readonly limit: number;
  }): Promise<readonly Operation[]>;
  steps(id: string): Promise<readonly Step[]>;
  /** Counts an attempt. */
  startStep(
    id: string,
    name: string,
    nowMs: number,
    more?: { readonly input?: Json; readonly token?: number },
  ): Promise<void>;
  endStep(id: string, name: string, result: Json, nowMs: number, token?: number): Promise<void>;
  /** In the order of adding. */
  signals(id: string): Promise<readonly Signal[]>;
  /** `false` when one of that name and key is there; then nothing changes. */
  addSignal(id: string, signal: Signal): Promise<boolean>;
  /**
   * Forgets operations that ended before `beforeMs`, with steps and signals, but not the newest
   * `keep` of each project (those without a project count as one). Resolves with how many.
   */
  prune(beforeMs: number, keep: number): Promise<number>;
}

/** Everything the bot remembers. One transaction per method. */
export interface Store {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly buttons: Buttons;
  readonly operations: OperationStore;
  readonly leases: Leases;
  readonly actors: Actors;
  readonly invites: Invites;
  readonly conversations: {
    get(id: string): Promise<Conversation | undefined>;
    save(conversation: Conversation): Promise<void>;
    /** From now on the bot speaks that language wherever the person speaks with it. */
    speak(actorId: number, language: Language): Promise<void>;
    /** How many there are. */
    count(): Promise<number>;
  };
  readonly projects: Projects;
  readonly allowances: Allowances;
  readonly topics: Topics;
  readonly groups: Groups;
  readonly changes: Changes;
  readonly audit: Audit;
  readonly feedback: Feedback;
  readonly usage: UsageRecord;
  readonly preferences: {
    get(actorId: number): Promise<Preferences | undefined>;
    save(actorId: number, preferences: Preferences): Promise<void>;
  };
  readonly settings: {
    get(name: string): Promise<Json | undefined>;
    set(name: string, value: Json): Promise<void>;
  };
  /** Throws when the store cannot be read and written now. */
  probe(): Promise<void>;
  /** Writes everything, as it is at one moment, to `file`, which does not exist yet. */
  snapshot(file: string): Promise<void>;
  close(): Promise<void>;
}
