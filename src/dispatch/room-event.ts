import type { Place } from '#kernel/conversation.ts';
import type { Request } from './request.ts';

/** Something that happened to a group or a topic, in our words. Everything in it is untrusted. */
export type RoomEvent =
  /** Somebody brought the bot in. */
  | {
      readonly kind: 'added';
      readonly chatId: number;
      readonly title: string;
      readonly by: Request['from'];
    }
  /** A group became a supergroup, with another number. */
  | { readonly kind: 'moved'; readonly chatId: number; readonly toChatId: number }
  | { readonly kind: 'topic-closed'; readonly place: Place }
  | { readonly kind: 'topic-reopened'; readonly place: Place }
  /** It is not there any more. */
  | { readonly kind: 'topic-lost'; readonly place: Place };
