import type { Message, ReactionType } from '@grammyjs/types';
import type { MessageView } from '../bot-api/chats/chat-view.ts';
import type { Place } from './place.ts';

/** A message with what Telegram's apps know of it and bots do not. */
export interface Shown {
  readonly message: Message;
  readonly silent: boolean;
  readonly reactions: readonly ReactionType[];
}

/** A part of a chat, oldest first. */
export interface Stretch {
  readonly messages: readonly Shown[];
  /** How many messages come before it. */
  readonly earlier: number;
}

/** What a screen or two show; the rest is asked for when somebody scrolls up. */
const STRETCH = 60;
const GENERAL = 1;

/** The newest messages of the place, or those right before `before`, back to `to` at least. */
export function stretchOf(
  place: Place,
  { before, to }: { readonly before?: number; readonly to?: number } = {},
): Stretch {
  const views = viewsOf(place);
  const end = before === undefined ? views.length : views.findIndex(isFrom(before));
  const cut = end < 0 ? views.length : end;
  const wanted = to === undefined ? cut : views.findIndex(isFrom(to));
  const start = Math.max(0, Math.min(cut - STRETCH, wanted < 0 ? cut : wanted - STRETCH / 2));
  return { messages: views.slice(start, cut).map(toShown), earlier: start };
}

/** The messages of the place that say `words`, newest first. */
export function searchIn(place: Place, words: string): readonly Shown[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return viewsOf(place)
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .slice(-50)
    .toReversed()
    .map(toShown);
}

/** Says whether the message belongs to what the place shows. */
export function isAt(topicId: number | undefined, message: Pick<Message, 'message_thread_id'>) {
  if (topicId === undefined) return true;
  return (message.message_thread_id ?? GENERAL) === topicId;
}

/** All messages of the place, oldest first. */
export function viewsOf({ chat, topicId }: Place): readonly MessageView[] {
  return chat.messages().filter(({ message }) => isAt(topicId, message));
}

/** The view as the page gets it. */
export function toShown({ message, disable_notification, reactions }: MessageView): Shown {
  return { message, silent: disable_notification, reactions };
}

function isFrom(messageId: number): (view: MessageView) => boolean {
  return ({ message_id: id }) => id >= messageId;
}
