import type { ChatAdministratorRights } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { refusal } from '../refusal.ts';
import { NO_RIGHTS } from '../chats/rights.ts';
import { codePoints } from '../text/text.ts';
import { emit } from '../world.ts';
import type { Call, Handlers } from './handler.ts';

/** [T] setMyName, setMyDescription, setMyShortDescription; how a refusal is worded is not public. */
const MAX = { name: 64, description: 512, short_description: 120 } as const;
type Field = keyof typeof MAX;

/** What a bot says of itself, and the rights it asks for. */
export const about: Handlers = {
  setMyName: (call) => setText(call, 'name'),
  getMyName: (call) => ({ name: textOf(call, 'name') || call.bot.user.first_name }),
  setMyDescription: (call) => setText(call, 'description'),
  getMyDescription: (call) => ({ description: textOf(call, 'description') }),
  setMyShortDescription: (call) => setText(call, 'short_description'),
  getMyShortDescription: (call) => ({ short_description: textOf(call, 'short_description') }),

  setMyDefaultAdministratorRights(call) {
    const rights = call.args.json('rights');
    if (rights === undefined) call.bot.askedRights.delete(whereOf(call));
    else call.bot.askedRights.set(whereOf(call), readRights(rights));
    return true;
  },

  getMyDefaultAdministratorRights: (call) => call.bot.askedRights.get(whereOf(call)) ?? NO_RIGHTS,
};

function setText(call: Call, field: Field): true {
  const { world, bot, args } = call;
  const text = clean(args.string(field) ?? '').trim();
  const key = `${field}/${languageOf(call)}`;
  if (codePoints(text) > MAX[field])
    throw refusal(`${field} is longer than ${MAX[field]} (the emulator is strict here)`);
  if (text === '') bot.about.delete(key);
  else bot.about.set(key, text);
  emit(world, { kind: 'commands', botId: bot.user.id });
  return true;
}

/** Unlike commands, these fall back to what has no language. */
function textOf(call: Call, field: Field): string {
  const { about } = call.bot;
  return about.get(`${field}/${languageOf(call)}`) ?? about.get(`${field}/`) ?? '';
}

/** A two-letter language, or none. @throws {Refusal} */
export function languageOf({ args }: Call): string {
  const language = args.string('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/u.test(language)) throw refusal('Invalid language code specified');
  return language;
}

function whereOf({ args }: Call): 'groups' | 'channels' {
  return args.flag('for_channels') ? 'channels' : 'groups';
}

/** [S] get_chat_administrator_rights */
function readRights(value: unknown): ChatAdministratorRights {
  const fields = value as Readonly<Record<string, unknown>>;
  const rights = { ...NO_RIGHTS };
  for (const name of Object.keys(NO_RIGHTS) as (keyof ChatAdministratorRights)[]) {
    const flag = fields[name] ?? false;
    if (typeof flag !== 'boolean')
      throw refusal(
        `Can't parse chat administrator rights: Field "${name}" must be of type Boolean`,
      );
    rights[name] = flag;
  }
  return rights;
}
