import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';

/** How an operation shows itself in the chat. Implemented by `telegram/`. */
export interface Chat {
  /**
   * Sends `card` as a new message, exactly once for one `key`, also across restarts.
   * Resolves once it is stored, not when it is delivered.
   */
  post(conversation: Conversation, key: string, card: Card): Promise<void>;

  /**
   * Shows `card` on the one progress message that belongs to `key`: sent silently on the first
   * call, edited in place later, also after a restart. Cosmetic: only the newest survives a rush.
   */
  show(conversation: Conversation, key: string, card: Card): Promise<void>;

  /**
   * Ends the message of `post` or `show` with that key: shows `card` for the last time. Never
   * shed. A key that was never shown is passed over in silence. When the message still waits, only
   * its end is sent, or neither of the two where the end is `inPlaceOnly`.
   */
  close(conversation: Conversation, key: string, card: Card): Promise<void>;

  /**
   * Shows `text` (Markdown) as an answer that is being written, beside the card of `show` with that
   * key, where the chat shows such a thing. Nothing of it is kept; `close` of the key ends it.
   */
  write(conversation: Conversation, key: string, text: string): Promise<void>;

  /** Whether messages to a chat go with real tables, headings and folds, and answers as drafts. */
  isRich(chatId: number): Promise<boolean>;
  /** Switches that; where Telegram refuses it, messages go plainly all the same. */
  setRich(chatId: number, isRich: boolean): Promise<void>;
}
