import type { ApiResponse, User, UserFromGetMe } from '@grammyjs/types';
import type { RawArguments } from './arguments.ts';
import { callMethod } from './call.ts';
import { type ChatSnapshot, snapshotRoom } from './chat-view.ts';
import { type Faults, faultSource } from './faults.ts';
import { fileStore } from './files.ts';
import { type Group, type GroupSettings, makeGroup } from './group.ts';
import { chatLimits, type LimitSettings } from './limits.ts';
import { personInChat, type PersonInChat } from './person.ts';
import { groupRoom, privateRoom } from './rooms.ts';
import { listen, type Listening } from './server.ts';
import { updateQueue } from './updates.ts';
import { type Subscribe, waitFor } from './wait.ts';
import type { Bot, CallRecord, Person, World } from './world.ts';

/** A bot as tests hand it around. */
export interface BotHandle {
  readonly id: number;
  readonly token: string;
  readonly username: string;
}

/** Somebody who can be in chats. */
interface PersonHandle {
  readonly id: number;
  /** The private chat with a bot. */
  chat(bot: BotHandle): PersonInChat;
  /** A group, or one topic of it; joins it first where needed. */
  in(group: Group, topicId?: number): PersonInChat;
  /** Deletes the account. */
  leavesTelegram(): void;
}

/** Telegram as a bot and its users see it, in one process. */
export interface Emulator {
  /** Makes a bot; all fields have defaults. */
  bot(settings?: BotSettings): BotHandle;
  person(settings: PersonSettings): PersonHandle;
  group(settings: GroupSettings): Group;
  /** Calls a method without HTTP. @throws when a fault drops the call */
  call(token: string, method: string, payload?: RawArguments): Promise<ApiResponse<unknown>>;
  listen(address: { readonly host: string; readonly port: number }): Promise<Listening>;
  readonly faults: Faults;
  /** Every chat as it is now. */
  chats(): ChatSnapshot[];
  readonly events: { subscribe: Subscribe };
  /** The last calls of all bots, oldest first. */
  readonly calls: readonly CallRecord[];
  /** What Telegram would have ignored in silence. */
  readonly warnings: readonly string[];
  /** Commands by `<scope>/<language>`, such as `default/` and `default/ru`. */
  commandsOf(bot: BotHandle): Readonly<Record<string, unknown>>;
  /** Long polls of the bot that wait now. */
  pollsOf(bot: BotHandle): number;
  /** Resolves with the first truthy value of `predicate`; looks again after each change. */
  waitFor<Value>(
    predicate: () => Value,
    options?: { readonly timeoutMs?: number },
  ): Promise<NonNullable<Value>>;
}

/** What a bot is made of. */
interface BotSettings {
  readonly id?: number;
  readonly token?: string;
  readonly username?: string;
  readonly name?: string;
  /** Switches privacy mode off: the bot hears everything in its groups. */
  readonly hearsEverything?: boolean;
}

/** Who somebody is. */
interface PersonSettings {
  readonly id: number;
  readonly name: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly languageCode?: string;
}

/** A Telegram of its own, empty. `now` is in milliseconds; limits are off unless asked for. */
export function createEmulator(
  options: { readonly now?: () => number; readonly limits?: LimitSettings | 'off' } = {},
): Emulator {
  const world = makeWorld(options.now ?? Date.now, options.limits ?? 'off');
  const subscribe: Subscribe = (listener) => {
    world.listeners.add(listener);
    return () => world.listeners.delete(listener);
  };

  return {
    bot: (settings = {}) => addBot(world, settings),
    person: (settings) => addPerson(world, settings),
    group: (settings) => makeGroup(world, settings),
    async call(token, method, payload = {}) {
      const outcome = await callMethod(world, { token, method, raw: payload });
      if (outcome.kind === 'dropped') throw new Error(`${method}: the connection was dropped.`);
      return outcome.body;
    },
    listen: (address) => listen(world, address),
    faults: world.faults,
    chats: () => [...world.rooms.values()].map(snapshotRoom),
    events: { subscribe },
    calls: world.calls,
    warnings: world.warnings,
    commandsOf: ({ token }) => Object.fromEntries(world.bots.get(token)?.commands ?? []),
    pollsOf: ({ token }) => world.bots.get(token)?.updates.waitingPolls() ?? 0,
    waitFor: (predicate, { timeoutMs = 5_000 } = {}) =>
      waitFor(subscribe, predicate, { timeoutMs, describe: () => describeWorld(world) }),
  };
}

function makeWorld(now: () => number, limits: LimitSettings | 'off'): World {
  let number = 0;
  return {
    now,
    bots: new Map(),
    people: new Map(),
    rooms: new Map(),
    queries: new Map(),
    files: fileStore(),
    limits: chatLimits(now, limits),
    limitsAreOn: limits !== 'off',
    faults: faultSource(),
    calls: [],
    warnings: [],
    listeners: new Set(),
    nextNumber: () => (number += 1),
  };
}

function addBot(world: World, settings: BotSettings): BotHandle {
  const id = settings.id ?? 7_000_000_001 + world.bots.size;
  const username = settings.username ?? `emulated_${world.bots.size + 1}_bot`;
  const token = settings.token ?? `${id}:EMULATED-token-for-tests-and-playground`;
  const user: UserFromGetMe = {
    id,
    is_bot: true,
    first_name: settings.name ?? 'Emulated bot',
    username,
    can_join_groups: true,
    can_read_all_group_messages: settings.hearsEverything ?? false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
  const updates = updateQueue(world.now);
  const bot: Bot = {
    token,
    user,
    updates,
    commands: new Map(),
    menuButtons: new Map(),
    webhookUrl: '',
  };
  world.bots.set(token, bot);
  return { id, token, username };
}

function addPerson(world: World, settings: PersonSettings): PersonHandle {
  const { id, name, lastName, username, languageCode } = settings;
  const user: User = {
    id,
    is_bot: false,
    first_name: name,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
    ...(languageCode === undefined ? {} : { language_code: languageCode }),
  };
  const person: Person = { user, isDeactivated: false };
  world.people.set(id, person);
  return {
    id,
    chat({ token }) {
      const bot = world.bots.get(token);
      if (!bot) throw new Error('There is no such bot.');
      return personInChat(world, person, privateRoom(world, bot, person));
    },
    in(group, topicId) {
      const room = groupRoom(world, group.id);
      if (!room) throw new Error(`There is no group ${group.id}.`);
      if (topicId !== undefined && !room.topics.has(topicId))
        throw new Error(`There is no topic ${topicId}.`);
      room.members.set(id, room.members.get(id) ?? 'member');
      return personInChat(world, person, room, topicId);
    },
    leavesTelegram() {
      person.isDeactivated = true;
    },
  };
}

function describeWorld(world: World): string {
  const rooms = [...world.rooms.values()].map(snapshotRoom).map(({ room, messages }) => {
    const last = messages.slice(-5);
    const lines = last.map(({ from, text }) => `  ${from?.first_name ?? '?'}: ${text}`);
    return [`${room}:`, ...lines].join('\n');
  });
  return `The chats end with:\n${rooms.join('\n')}`;
}
