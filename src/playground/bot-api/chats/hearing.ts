import type { Message } from '@grammyjs/types';
import { addMessage, isServiceMessage, type NewMessage } from './messages.ts';
import { isIn } from './rooms.ts';
import type { Bot, Room, World } from '../world.ts';

/** The bots that get an update about what a person wrote: privacy mode is on unless switched off. */
function hearing(world: World, room: Room, message: Message): Bot[] {
  if (room.bot) return [room.bot];
  return [...world.bots.values()].filter((bot) => {
    const membership = room.members.get(bot.user.id);
    if (!isIn(membership)) return false;
    const hearsAll = bot.user.can_read_all_group_messages || membership === 'administrator';
    return hearsAll || room.chat.type === 'channel' || isMeantFor(world, room, bot, message);
  });
}

/** Privacy mode, https://core.telegram.org/bots/features#privacy-mode */
function isMeantFor(world: World, room: Room, bot: Bot, message: Message): boolean {
  if (isServiceMessage(message) || message.via_bot?.id === bot.user.id) return true;
  if (isReplyFor(room, bot, message) || names(bot, message)) return true;
  // A command that names nobody is for whoever spoke last.
  const last = lastSpeaker(world, room);
  return wordsOf(message, 'bot_command').some((word) => {
    const [, name] = word.split('@');
    return name === undefined ? !last || last === bot : name === bot.user.username.toLowerCase();
  });
}

function names(bot: Bot, message: Message): boolean {
  const name = `@${bot.user.username.toLowerCase()}`;
  return wordsOf(message, 'mention').includes(name);
}

/** A reply to the bot, or to what was meant for the bot itself. */
function isReplyFor(room: Room, bot: Bot, { reply_to_message: replied }: Message): boolean {
  // In a topic, what replies to nothing replies to its opening: that is no word to the bot.
  if (!replied || replied.forum_topic_created) return false;
  if (replied.from?.id === bot.user.id) return true;
  const stored = room.messages.find(({ message }) => message.message_id === replied.message_id);
  const before = stored?.message ?? replied;
  const named = wordsOf(before, 'bot_command').some((word) =>
    word.endsWith(`@${bot.user.username.toLowerCase()}`),
  );
  return named || names(bot, before) || before.reply_to_message?.from?.id === bot.user.id;
}

function wordsOf(message: Message, wanted: string): string[] {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities
    .filter(({ type }) => type === wanted)
    .map(({ offset, length }) => text.slice(offset, offset + length).toLowerCase());
}

function lastSpeaker(world: World, room: Room): Bot | undefined {
  const ids = new Map([...world.bots.values()].map((bot) => [bot.user.id, bot]));
  const last = room.messages.findLast(
    ({ message }) => ids.has(message.from?.id ?? 0) && !isServiceMessage(message),
  );
  const bot = ids.get(last?.message.from?.id ?? 0);
  return bot && isIn(room.members.get(bot.user.id)) ? bot : undefined;
}

/** Puts a message of a person, or about one, into the chat and lets the bots hear it. */
export function announce(world: World, room: Room, made: NewMessage): Message {
  const { message } = addMessage(world, room, made);
  tellBots(world, room, message, 'new');
  return message;
}

/** Tells the bots of a message that appeared or changed; never the bot that wrote it. */
export function tellBots(world: World, room: Room, message: Message, what: 'new' | 'edited'): void {
  const [fresh, edited] =
    room.chat.type === 'channel'
      ? (['channel_post', 'edited_channel_post'] as const)
      : (['message', 'edited_message'] as const);
  for (const bot of hearing(world, room, message)) {
    if (message.from?.id === bot.user.id) continue;
    bot.updates.push(what === 'new' ? fresh : edited, message as never);
  }
}
