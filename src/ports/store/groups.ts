import type { Answers } from '#kernel/group.ts';

/** What the bot knows about one group. */
interface Group {
  /** Telegram chat id. */
  readonly chatId: number;
  /** Untrusted. */
  readonly title: string;
  /** Absent: nobody has chosen. */
  readonly answers?: Answers;
  /** When the bot said in it who it is; absent: it has not. */
  readonly greetedAtMs?: number;
}

/** The groups that the bot has met. */
export interface Groups {
  get(chatId: number): Promise<Group | undefined>;
  save(group: Group): Promise<void>;
  /**
   * A group became a supergroup: what is known of it, what is bound in it, and people's
   * conversations go there. An operation that began before finds its conversation by the old id.
   */
  move(fromChatId: number, toChatId: number): Promise<void>;
}
