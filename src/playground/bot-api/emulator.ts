import type { ApiResponse, User } from '@grammyjs/types';
import { voiceOf } from './people/acts.ts';
import type { RawArguments } from './request/arguments.ts';
import { addBot, type BotHandle, type BotSettings, revokeToken } from './bots.ts';
import type { CallRecord } from './call-record.ts';
import { callMethod } from './call.ts';
import { type ChatSnapshot, snapshotRoom } from './chats/chat-view.ts';
import type { Faults } from './faults/faults.ts';
import { type Group, type GroupSettings, makeGroup, roomOfGroup } from './chats/group.ts';
import { type EmulatorOptions, makeWorld, resetWorld } from './make-world.ts';
import { nestsTooDeep } from './request/nesting.ts';
import { personInChat, type PersonInChat } from './people/person.ts';
import { privateChat, privateRoom } from './chats/rooms.ts';
import { type Address, listen, type Listening } from './server.ts';
import { type Subscribe, waitFor } from './wait.ts';
import type { Person, World } from './world.ts';

export type { BotHandle } from './bots.ts';
export type { EmulatorOptions } from './make-world.ts';

/** Somebody who can be in chats. */
export interface PersonHandle {
  readonly id: number;
  /** The private chat with a bot, or one topic of it. */
  chat(bot: BotHandle, topicId?: number): PersonInChat;
  /**
   * A group, or one topic of it; was in it from the beginning where nothing else is known. Speaks
   * with the person's own name, or as an anonymous administrator, or as a channel.
   */
  in(group: Group, topicId?: number, as?: 'anonymous' | Group): PersonInChat;
  /** Deletes the account. */
  leavesTelegram(): void;
}

/** Telegram as a bot and its users see it, in one process. */
export interface Emulator {
  /** Makes a bot; all fields have defaults. */
  bot(settings?: BotSettings): BotHandle;
  person(settings: PersonSettings): PersonHandle;
  group(settings: GroupSettings): Group;
  /** Calls a method without HTTP. @throws when a fault takes the answer away */
  call(token: string, method: string, payload?: RawArguments): Promise<ApiResponse<unknown>>;
  listen(address: Address): Promise<Listening>;
  /** BotFather's `/revoke`: the same bot with another token; the old one is refused from now on. */
  revokes(bot: BotHandle): BotHandle;
  /**
   * Forgets chats, people, files, calls, faults and updates that wait or are on their way. Bots stay, with their webhooks,
   * and update ids go on: a bot that runs notices nothing but silence.
   */
  reset(): void;
  /** Ends long polls, webhooks and timers: nothing waits, posts or comes later any more. */
  close(): void;
  readonly faults: Faults;
  /** Every chat as it is now. */
  chats(): ChatSnapshot[];
  readonly events: { subscribe: Subscribe };
  /** The last calls of all bots, oldest first. */
  readonly calls: readonly CallRecord[];
  /** What Telegram would have ignored in silence; what comes again is there once, with its number. */
  readonly warnings: readonly string[];
  /** Commands by `<scope>/<language>`, such as `default/` and `default/ru`. */
  commandsOf(bot: BotHandle): Readonly<Record<string, unknown>>;
  /** A file that this bot knows, as people's apps get it: without the limit for bots. */
  fileOf(bot: BotHandle, fileId: string): Uint8Array | undefined;
  /** Long polls of the bot that wait now. */
  pollsOf(bot: BotHandle): number;
  /** Resolves with the first truthy value of `predicate`; looks again after each change. */
  waitFor<Value>(
    predicate: () => Value,
    options?: { readonly timeoutMs?: number },
  ): Promise<NonNullable<Value>>;
}

/** Who somebody is. */
interface PersonSettings {
  readonly id: number;
  readonly name: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly languageCode?: string;
}

/** A Telegram of its own, empty. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const world = makeWorld(options);
  const subscribe: Subscribe = (listener) => {
    world.listeners.add(listener);
    return () => world.listeners.delete(listener);
  };

  return {
    bot: (settings = {}) => addBot(world, settings),
    person: (settings) => addPerson(world, settings),
    group: (settings) => makeGroup(world, settings),
    async call(token, method, payload = {}) {
      if (nestsTooDeep(payload)) throw new Error(`${method}: the payload nests too deep.`);
      const outcome = await callMethod(world, { token, method, raw: payload });
      if (outcome.kind === 'dropped') throw new Error(`${method}: the connection was dropped.`);
      if (outcome.kind === 'malformed') throw new Error(`${method}: the answer was cut off.`);
      return outcome.body;
    },
    listen: (address) => listen(world, address),
    revokes: (bot) => revokeToken(world, bot),
    reset: () => resetWorld(world),
    close() {
      for (const bot of world.bots.values()) {
        bot.webhook.close();
        bot.updates.endPoll();
      }
      world.clock.callOff();
    },
    faults: world.faults,
    chats: () => [...world.rooms.values()].map(snapshotRoom),
    events: { subscribe },
    calls: world.calls.list,
    warnings: world.warnings.list,
    commandsOf: ({ token }) => Object.fromEntries(world.bots.get(token)?.commands ?? []),
    fileOf: ({ id }, fileId) => world.files.find(id, fileId)?.bytes,
    pollsOf: ({ token }) => world.bots.get(token)?.updates.waitingPolls() ?? 0,
    waitFor: (predicate, { timeoutMs = 5_000 } = {}) =>
      waitFor(subscribe, predicate, { timeoutMs, describe: () => describeWorld(world) }),
  };
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
  const person = known(world, user);
  return {
    id,
    chat({ token }, topicId) {
      const bot = world.bots.get(token);
      if (!bot) throw new Error('There is no such bot.');
      const room = privateRoom(world, bot, person);
      if (topicId !== undefined && !room.topics.has(topicId))
        throw new Error(`There is no topic ${topicId}.`);
      return personInChat(world, person, room, topicId);
    },
    in(group, topicId, as) {
      const room = roomOfGroup(world, group);
      if (topicId !== undefined && !room.topics.has(topicId))
        throw new Error(`There is no topic ${topicId}.`);
      room.members.set(id, room.members.get(id) ?? 'member');
      return personInChat(world, person, room, topicId, voiceOf(world, person, room, as));
    },
    leavesTelegram() {
      person.isDeactivated = true;
    },
  };
}

const UNNAMED = { last_name: undefined, username: undefined };

/** The person of that id, who may be called otherwise from now on, in the chats that stand too. */
function known(world: World, user: User): Person {
  const person = world.people.get(user.id) ?? { user, isDeactivated: false };
  person.user = user;
  world.people.set(user.id, person);
  for (const room of world.rooms.values())
    if (room.person === person) Object.assign(room.chat, UNNAMED, privateChat(user));
  return person;
}

function describeWorld(world: World): string {
  const rooms = [...world.rooms.values()].map(snapshotRoom).map(({ room, messages }) => {
    const last = messages.slice(-5);
    const lines = last.map(({ from, text }) => `  ${from?.first_name ?? '?'}: ${text}`);
    return [`${room}:`, ...lines].join('\n');
  });
  return `The chats end with:\n${rooms.join('\n')}`;
}
