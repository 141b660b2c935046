import type { BotCommand, MenuButton } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { userOf } from '../chats/membership.ts';
import { refusal } from '../refusal.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import { codePoints } from '../text/text.ts';
import { emit } from '../world.ts';
import { languageOf } from './about.ts';
import type { Call, Handlers } from './handler.ts';

type Fields = Readonly<Record<string, unknown>>;

const MAX_COMMANDS = 100;
const WIDE_SCOPES = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
]);
const CHAT_SCOPES = new Set(['chat', 'chat_administrators', 'chat_member']);

/** The menus that a chat shows beside the text field. */
export const commands: Handlers = {
  setMyCommands(call) {
    const list = (call.args.json('commands') as readonly unknown[]).map(readCommand);
    if (list.length > MAX_COMMANDS) throw refusal('BOT_COMMANDS_TOO_MUCH');
    call.bot.commands.set(keyOf(call), list);
    emit(call.world, { kind: 'commands', botId: call.bot.user.id });
    return true;
  },

  getMyCommands: (call) => call.bot.commands.get(keyOf(call)) ?? [],

  deleteMyCommands(call) {
    call.bot.commands.delete(keyOf(call));
    emit(call.world, { kind: 'commands', botId: call.bot.user.id });
    return true;
  },

  setChatMenuButton(call) {
    call.bot.menuButtons.set(menuChat(call), readMenuButton(call.args.json('menu_button')));
    emit(call.world, { kind: 'commands', botId: call.bot.user.id });
    return true;
  },

  getChatMenuButton: (call): MenuButton =>
    call.bot.menuButtons.get(menuChat(call)) ?? call.bot.menuButtons.get(0) ?? { type: 'commands' },
};

/** Where commands are kept: `<scope>/<language>`. */
function keyOf(call: Call): string {
  const language = languageOf(call);
  return `${scopeOf(call)}/${language}`;
}

function scopeOf({ world, bot, args }: Call): string {
  const fail = (reason: string): Error => refusal(`Can't parse BotCommandScope: ${reason}`);
  const scope = (args.json('scope') ?? { type: 'default' }) as Fields;
  const { type, chat_id: chatId, user_id: userId } = scope;
  if (type === undefined) throw fail(`Can't find field "type"`);
  if (typeof type === 'string' && WIDE_SCOPES.has(type)) return type;
  if (typeof type !== 'string' || !CHAT_SCOPES.has(type)) throw fail('Unsupported type specified');
  if (typeof chatId !== 'number' && typeof chatId !== 'string')
    throw fail(`Can't find field "chat_id"`);
  const isMember = type === 'chat_member';
  if (isMember && !(Number.isSafeInteger(userId) && Number(userId) > 0))
    throw fail('Invalid user_id specified');
  const room = findRoom(world, bot, chatId);
  checkIsMember(room, bot);
  // [TD] BotCommandScope::get_bot_command_scope
  if (room.person && type !== 'chat') throw refusal("Can't use specified scope in private chats");
  if (room.chat.type === 'channel') throw refusal("Can't change commands in channel chats");
  if (isMember && !userOf(world, Number(userId))) throw refusal('User not found');
  return `${type}:${room.chat.id}${isMember ? `:${String(userId)}` : ''}`;
}

function readCommand(value: unknown): BotCommand {
  const fail = (reason: string): Error => refusal(`Can't parse BotCommand: ${reason}`);
  if (typeof value !== 'object' || value === null) throw fail('expected an Object');
  const { command, description } = value as Fields;
  if (typeof command !== 'string') throw fail(`Can't find field "command"`);
  if (typeof description !== 'string') throw fail(`Can't find field "description"`);
  const name = command.trim().replace(/^\//u, '');
  if (name === '') throw refusal('Command must be non-empty');
  if (codePoints(name) > 32) throw refusal('Command length must not exceed 32');
  if (!/^[a-z0-9_]+$/u.test(name)) throw refusal('BOT_COMMAND_INVALID');
  const about = clean(description).trim();
  if (about === '') throw refusal('Command description must be non-empty');
  if (codePoints(about) > 256) throw refusal('Command description length must not exceed 256');
  return { command: name, description: about };
}

function menuChat({ world, bot, args }: Call): number {
  const chatId = args.chat('chat_id');
  if (chatId === undefined) return 0;
  const room = findRoom(world, bot, chatId);
  if (!room.person) throw refusal('user not found');
  return room.chat.id;
}

function readMenuButton(value: unknown): MenuButton {
  const fail = (reason: string): Error => refusal(`Can't parse menu button: ${reason}`);
  const { type, text, web_app: webApp } = (value ?? { type: 'default' }) as Fields;
  if (type === 'default' || type === 'commands') return { type };
  if (type !== 'web_app') throw fail('MenuButton has unsupported type');
  const url = typeof webApp === 'object' && webApp !== null ? (webApp as Fields)['url'] : undefined;
  if (typeof text !== 'string') throw fail(`Can't find field "text"`);
  if (typeof url !== 'string') throw fail(`Can't find field "url"`);
  if (!/^https:\/\/[^/]/iu.test(url))
    throw refusal(`Menu button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  return { type, text, web_app: { url } };
}
