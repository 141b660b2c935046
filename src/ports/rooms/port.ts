/** What Telegram says about a group, and about the bot in it. */
export interface RoomFacts {
  /** Untrusted. */
  readonly title: string;
  /** It has topics. */
  readonly isForum: boolean;
  /** `false`: Telegram brings the bot only commands, its name, and replies to it. */
  readonly hearsAll: boolean;
  /** The bot has the right to open topics. */
  readonly mayOpenTopics: boolean;
}

/** What came of opening a topic. */
export type Opened =
  | { readonly kind: 'opened'; readonly topicId: number }
  | { readonly kind: 'refused' }
  /** No answer: there may be such a topic now. */
  | { readonly kind: 'unsure' };

/** Groups as Telegram has them. Implemented by `telegram/`. Nothing here throws. */
export interface Rooms {
  /** `undefined`: Telegram does not say. */
  about(chatId: number): Promise<RoomFacts | undefined>;
  /** Opens a topic, another one at each call. */
  openTopic(chatId: number, name: string): Promise<Opened>;
}
