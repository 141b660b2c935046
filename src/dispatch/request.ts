import type { Card } from '#kernel/card.ts';
import type { Conversation, Place } from '#kernel/conversation.ts';

/** A file, or something else that is not text, that a person sent. */
export interface Media {
  /** Telegram's field name, such as `document`. */
  readonly what: string;
  /** What `getFile` takes; absent where there is no file, such as of a location. */
  readonly fileId?: string;
  readonly name?: string;
  readonly sizeBytes?: number;
  readonly caption?: string;
}

/** One thing a person did in Telegram, in our words. Everything in it is untrusted. */
export type Request = {
  /** Stable when the same update is handled again: `update:<update_id>`. */
  readonly id: string;
  readonly place: Place;
  /** By Telegram's clock; absent where it does not say, such as of a tap. */
  readonly sentAtMs?: number;
  readonly chatKind: 'private' | 'group';
  readonly from: {
    readonly id: number;
    readonly name: string;
    readonly languageCode?: string;
  };
  /**
   * Sent in the name of the group (an anonymous admin) or of a channel: nobody knows which person
   * that is, so nothing is allowed.
   */
  readonly onBehalfOf?: 'group' | 'channel';
  /** Said in a group to nobody in particular: whether it is for us is that group's choice. */
  readonly isTalk?: true;
  /** Written by somebody else, elsewhere: never a command. */
  readonly isForwarded?: true;
  /** Of what a person sent, in Telegram: what is secret in it is deleted there. */
  readonly messageIds?: readonly number[];
  /**
   * What came with it, in order: an album or a batch of forwards is one request. To a text also the
   * file of the person's own that it replies to.
   */
  readonly media?: readonly Media[];
} & (
  | { readonly kind: 'text'; readonly text: string }
  /** `buttonId` is the callback data. */
  | { readonly kind: 'tap'; readonly buttonId: string }
  /**
   * Anything that is not text: `what` is Telegram's field name, such as `document`. `caption`: what
   * was written below, meant for us.
   */
  | { readonly kind: 'other'; readonly what: string; readonly caption?: string }
);

/** What to do about a request. Neither card nor toast: say nothing. */
export interface Reply {
  readonly conversation: Conversation;
  readonly card?: Card;
  /** One plain line, up to 200 characters, for the person who tapped. */
  readonly toast?: string;
  /** It broke, and the words say so. */
  readonly isFailed?: true;
}

/** One request in, one reply out. Never throws: a fault becomes words. */
export type Dispatch = (request: Request) => Promise<Reply>;
