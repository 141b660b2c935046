import type { StrictnessCase } from '../case.ts';
import { ALICE, FORUM, type Scene } from '../scene.ts';

const CHANNEL = -1_001_000_000_009;

/** To Alice's message, with these reactions. */
function reacting(reaction: unknown) {
  return ({ alicesMessage }: Scene): Record<string, unknown> => ({
    chat_id: ALICE,
    message_id: alicesMessage,
    reaction,
  });
}

/** Reactions, scopes of commands, and what a bot says of itself. */
export const ABOUT_CASES: readonly StrictnessCase[] = [
  {
    source: '[TD] MessagesManager::set_message_reactions',
    what: 'paid reaction',
    method: 'setMessageReaction',
    payload: reacting([{ type: 'paid' }]),
    refusal: '400 Bad Request: invalid reaction type specified',
  },
  {
    source: '[S] get_reaction_type',
    what: 'reaction of an unknown type',
    method: 'setMessageReaction',
    payload: reacting([{ type: 'wave' }]),
    refusal: "400 Bad Request: can't parse ReactionType: invalid reaction type specified",
  },
  {
    source: '[S] get_reaction_type',
    what: 'reaction that is a text',
    method: 'setMessageReaction',
    payload: reacting(['👍']),
    refusal: "400 Bad Request: can't parse ReactionType: expected an Object",
  },
  {
    source: '[S] get_reaction_type',
    what: 'reaction that is null',
    method: 'setMessageReaction',
    payload: reacting([null]),
    refusal: "400 Bad Request: can't parse ReactionType: expected an Object",
  },
  {
    source: '[S] get_reaction_type',
    what: 'reaction without its emoji',
    method: 'setMessageReaction',
    payload: reacting([{ type: 'emoji' }]),
    refusal: '400 Bad Request: can\'t parse ReactionType: Can\'t find field "emoji"',
  },
  {
    source: '[TD] BotCommandScope::get_bot_command_scope',
    what: 'administrators of a private chat',
    method: 'setMyCommands',
    payload: { commands: [], scope: { type: 'chat_administrators', chat_id: ALICE } },
    refusal: "400 Bad Request: can't use specified scope in private chats",
  },
  {
    source: '[TD] BotCommandScope::get_bot_command_scope',
    what: 'commands of a channel',
    method: 'setMyCommands',
    payload: ({ emulator, bot }) => {
      const channel = emulator.group({ id: CHANNEL, title: 'News', channel: true });
      channel.add(bot, 'administrator');
      return { commands: [], scope: { type: 'chat', chat_id: CHANNEL } };
    },
    refusal: "400 Bad Request: can't change commands in channel chats",
  },
  {
    source: '[TD] BotCommandScope::get_bot_command_scope',
    what: 'commands for nobody',
    method: 'deleteMyCommands',
    payload: { scope: { type: 'chat_member', chat_id: FORUM, user_id: 4_711 } },
    refusal: '400 Bad Request: user not found',
  },
  {
    source: '[T] 0-64',
    what: 'name of 65',
    method: 'setMyName',
    payload: { name: 'x'.repeat(65) },
    refusal: '400 Bad Request: name is longer than 64 (the emulator is strict here)',
    stricterThanTelegram: "Telegram's words are not public",
  },
  {
    source: 'td',
    what: 'name for a language with a region',
    method: 'setMyName',
    payload: { name: 'x', language_code: 'ru-RU' },
    refusal: '400 Bad Request: invalid language code specified',
  },
  {
    source: '[S] get_chat_administrator_rights',
    what: 'right that is no flag',
    method: 'setMyDefaultAdministratorRights',
    payload: { rights: { can_pin_messages: 1 } },
    refusal:
      '400 Bad Request: can\'t parse chat administrator rights: Field "can_pin_messages" must be of type Boolean',
  },
];
