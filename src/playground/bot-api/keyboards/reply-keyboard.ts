import type {
  ForceReply,
  KeyboardButton,
  Message,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from '@grammyjs/types';
import { emit, type Room, type World } from '../world.ts';

/** Does what a message with such a markup does to the keyboards of those who get it. */
export function showReplyKeyboard(
  world: World,
  room: Room,
  message: Message,
  markup: ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply,
): void {
  if ('remove_keyboard' in markup) return hideReplyKeyboard(world, room);
  room.replyKeyboard = markup;
  if (markup.selective) room.replyKeyboardFor = chosen(world, message);
  else delete room.replyKeyboardFor;
  emit(world, { kind: 'reply-keyboard', room: room.key, keyboard: markup });
}

/** Takes what stands in place of the keyboard away; nothing happens when nothing stands there. */
export function hideReplyKeyboard(world: World, room: Room): void {
  if (!room.replyKeyboard) return;
  delete room.replyKeyboard;
  delete room.replyKeyboardFor;
  emit(world, { kind: 'reply-keyboard', room: room.key });
}

/** The button with that label that this person sees in place of the keyboard. */
export function findReplyButton(
  room: Room,
  personId: number,
  label: string,
): KeyboardButton | undefined {
  const { replyKeyboard: shown, replyKeyboardFor: audience } = room;
  if (!shown || !('keyboard' in shown) || (audience && !audience.includes(personId)))
    return undefined;
  return shown.keyboard
    .flat()
    .map((button) => (typeof button === 'string' ? { text: button } : button))
    .find(({ text }) => text === label);
}

/** The message whose reply the app opens for this person by itself, as its bot wants. */
export function forcedReply(room: Room, personId: number): Message | undefined {
  const { replyKeyboard: shown, replyKeyboardFor: audience } = room;
  if (!shown || !('force_reply' in shown) || (audience && !audience.includes(personId)))
    return undefined;
  return room.messages.findLast(({ message, hasOtherKeyboard }) => {
    const isForced = message.reply_markup && 'force_reply' in message.reply_markup;
    return hasOtherKeyboard || isForced;
  })?.message;
}

/** [T] `selective`: those who are mentioned, and the one who is replied to. */
function chosen(world: World, { text, entities, reply_to_message }: Message): number[] {
  const names = (entities ?? [])
    .filter(({ type }) => type === 'mention')
    .map(({ offset, length }) => text?.slice(offset + 1, offset + length).toLowerCase());
  const mentioned = [...world.people.values()]
    .filter(({ user }) => user.username && names.includes(user.username.toLowerCase()))
    .map(({ user }) => user.id);
  const byName = (entities ?? []).flatMap((it) => (it.type === 'text_mention' ? [it.user.id] : []));
  const replied = reply_to_message?.from ? [reply_to_message.from.id] : [];
  return [...mentioned, ...byName, ...replied];
}
