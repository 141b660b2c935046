import type { Message } from '@grammyjs/types';
import type { CallbackAnswer, Person, Room, StoredMessage, World } from './world.ts';

/** Which button somebody taps. */
export interface Tap {
  readonly person: Person;
  readonly topicId: number | undefined;
  readonly label: string;
  /** The newest message with such a button when absent. */
  readonly messageId: number | undefined;
}

const PATIENCE_MS = 10_000;

/** Taps a button and resolves with the bot's answer. */
export async function tap(world: World, room: Room, wanted: Tap): Promise<CallbackAnswer> {
  const { message, data } = findButton(room, wanted);
  const bot = [...world.bots.values()].find(({ user }) => user.id === message.from?.id);
  if (!bot) throw new Error(`The button "${wanted.label}" belongs to no bot.`);
  const id = String(world.nextNumber());
  const answered = Promise.withResolvers<CallbackAnswer>();
  world.queries.set(id, { botId: bot.user.id, atMs: world.now(), answer: answered.resolve });
  const timer = setTimeout(() => {
    answered.reject(new Error(`The bot did not answer the tap on "${wanted.label}".`));
  }, PATIENCE_MS);
  bot.updates.push('callback_query', {
    id,
    from: { ...wanted.person.user },
    message,
    chat_instance: room.key,
    data,
  });
  return answered.promise.finally(() => clearTimeout(timer));
}

function findButton(room: Room, wanted: Tap): { message: Message; data: string } {
  const { label, topicId, messageId } = wanted;
  const isHere = ({ message }: StoredMessage): boolean =>
    (topicId === undefined || message.message_thread_id === topicId) &&
    (messageId === undefined || message.message_id === messageId);
  for (const { message } of room.messages.toReversed().filter(isHere)) {
    const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
    const button = buttons.find(({ text }) => text === label);
    if (!button) continue;
    if ('callback_data' in button) return { message, data: button.callback_data };
    throw new Error(`The button "${label}" tells the bot nothing when tapped.`);
  }
  const shown = room.messages.flatMap(({ message }) =>
    (message.reply_markup?.inline_keyboard.flat() ?? []).map(({ text }) => text),
  );
  throw new Error(`There is no button "${label}" here; there are: ${shown.join(', ') || 'none'}.`);
}
