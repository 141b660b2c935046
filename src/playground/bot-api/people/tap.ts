import { createHash } from 'node:crypto';
import type { InlineKeyboardButton, InlineKeyboardMarkup, Message, User } from '@grammyjs/types';
import { botOf } from '../chats/membership.ts';
import { tappableButtons } from '../rich/buttons.ts';
import { isIn } from '../chats/rooms.ts';
import type { CallbackAnswer, Person, Room, StoredMessage, World } from '../world.ts';

/** Which button of a message is meant; rows and columns count from 1. */
export interface ButtonChoice {
  /** The label; any when absent. */
  readonly text?: string;
  readonly callback_data?: string;
  readonly row?: number;
  readonly column?: number;
  /** Among those that fit, the first when absent; counts from 1. */
  readonly occurrence?: number;
}

/** A message as somebody's app shows it, perhaps no longer there; one of a chat view too. */
export interface ShownMessage {
  readonly message_id: number;
  readonly from?: User | undefined;
  readonly reply_markup?: InlineKeyboardMarkup | undefined;
  readonly message?: Message;
}

/** Which button somebody taps. */
export interface Tap {
  readonly person: Person;
  readonly topicId: number | undefined;
  readonly button: ButtonChoice;
  /** The newest message with such a button when absent. */
  readonly message: number | ShownMessage | undefined;
}

/** How long a tap can be answered. Telegram gives no figure; this is the short end of what is seen. */
export const ANSWER_WITHIN_MS = 15_000;

/** Taps a button and resolves with the bot's answer, or with one that the app still keeps. */
export async function tap(world: World, room: Room, wanted: Tap): Promise<CallbackAnswer> {
  checkSees(room, wanted.person);
  const { message, data, isGone } = findButton(room, wanted);
  const bot = botOf(world, message.from?.id ?? 0);
  if (!bot) throw new Error(`The button ${nameOf(wanted.button)} belongs to no bot.`);
  dropOld(world);
  const key = `${room.key} ${message.message_id} ${wanted.person.user.id} ${data}`;
  const kept = world.keptAnswers.get(key);
  if (kept) return { ...kept.answer };
  const id = String(world.nextNumber());
  const answered = Promise.withResolvers<CallbackAnswer>();
  const answer = (got: CallbackAnswer, cacheSeconds = 0): void => {
    if (cacheSeconds > 0)
      world.keptAnswers.set(key, { answer: got, untilMs: world.now() + cacheSeconds * 1_000 });
    answered.resolve(got);
  };
  world.queries.set(id, { botId: bot.user.id, atMs: world.now(), answer });
  const stopWaiting = world.clock.after(ANSWER_WITHIN_MS, () => {
    answered.reject(new Error(`The bot did not answer the tap on ${nameOf(wanted.button)}.`));
  });
  const { message_id, chat } = message;
  bot.updates.push('callback_query', {
    id,
    from: { ...wanted.person.user },
    // A date of 0 tells a bot that the message is out of its reach, [T] InaccessibleMessage.
    message: isGone ? { chat: { ...chat }, message_id, date: 0 } : message,
    chat_instance: instanceOf(room),
    data,
  });
  return answered.promise.finally(stopWaiting);
}

/** A number as text that is the chat's own, [T] CallbackQuery.chat_instance: as td's, of 64 bits. */
function instanceOf({ key }: Room): string {
  return createHash('sha256').update(key).digest().readBigInt64BE().toString();
}

/** What is over: taps that nobody can answer any more, and answers that apps no longer keep. */
function dropOld({ queries, keptAnswers, now }: World): void {
  for (const [id, { atMs }] of queries) if (now() - atMs > ANSWER_WITHIN_MS) queries.delete(id);
  for (const [key, { untilMs }] of keptAnswers) if (untilMs <= now()) keptAnswers.delete(key);
}

/** Who left a group sees it no more, unless it is public. */
function checkSees(room: Room, { user }: Person): void {
  if (room.person || room.chat.username !== undefined) return;
  if (!isIn(room.members.get(user.id)))
    throw new Error(`${user.first_name} is not in "${room.chat.title}".`);
}

interface Found {
  readonly message: Message;
  readonly data: string;
  readonly isGone: boolean;
}

function findButton(room: Room, wanted: Tap): Found {
  const { button, topicId, message: shown } = wanted;
  const messageId = typeof shown === 'object' ? shown.message_id : shown;
  const isHere = ({ message }: StoredMessage): boolean =>
    (topicId === undefined || message.message_thread_id === topicId) &&
    (messageId === undefined || message.message_id === messageId);
  const here = room.messages.filter(isHere).map(({ message }) => message);
  // An app may still show what the bot deleted a moment ago.
  const gone = typeof shown === 'object' ? (shown.message ?? shown) : undefined;
  const isGone = here.length === 0 && gone?.reply_markup !== undefined;
  const messages = isGone ? [{ ...gone, chat: room.chat } as Message] : here.toReversed();
  for (const message of messages) {
    const found = choose(message, button);
    if (!found) continue;
    if ('callback_data' in found) return { message, data: found.callback_data, isGone };
    throw new Error(`The button ${nameOf(button)} tells the bot nothing when tapped.`);
  }
  const labels = room.messages.flatMap(({ message }) =>
    (message.reply_markup?.inline_keyboard.flat() ?? []).map(({ text }) => text),
  );
  const all = labels.join(', ') || 'none';
  throw new Error(`There is no button ${nameOf(button)} here; there are: ${all}.`);
}

function choose(message: Message, wanted: ButtonChoice): InlineKeyboardButton | undefined {
  const fits = (value: unknown, expected: unknown): boolean =>
    expected === undefined || value === expected;
  const own = message.reply_markup?.inline_keyboard ?? [];
  const rows = [...own, tappableButtons(message.rich_message)];
  const fitting = rows.flatMap((row, rowIndex) =>
    row.filter(
      (button, columnIndex) =>
        fits(button.text, wanted.text) &&
        fits('callback_data' in button && button.callback_data, wanted.callback_data) &&
        fits(rowIndex + 1, wanted.row) &&
        fits(columnIndex + 1, wanted.column),
    ),
  );
  return fitting[(wanted.occurrence ?? 1) - 1];
}

function nameOf({ text, ...where }: ButtonChoice): string {
  const rest = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  return [...(text === undefined ? [] : [`"${text}"`]), ...rest].join(', ');
}
