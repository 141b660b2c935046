import type { BotHandle, Emulator, PersonHandle } from '../bot-api/emulator.ts';
import type { MovableClock } from '../bot-api/clock.ts';
import type { Group, GroupSettings } from '../bot-api/chats/group.ts';
import type { PersonInChat } from '../bot-api/people/person.ts';
import { ANSWER_WITHIN_MS } from '../bot-api/people/tap.ts';

/** Where somebody does something. */
interface Place {
  readonly from: number;
  /** A group below 0; else the private chat with the bot, whatever the number. */
  readonly chat: number;
  readonly topic?: number | undefined;
  /** The id of a bot; the first one when absent. */
  readonly bot?: number | undefined;
}

/** Who somebody is, where it matters. */
interface Somebody {
  readonly id: number;
  readonly name?: string | undefined;
  readonly lastName?: string | undefined;
  readonly username?: string | undefined;
  readonly languageCode?: string | undefined;
}

/** The emulator with everybody in it; who is named for the first time appears. */
export interface Stage {
  readonly emulator: Emulator;
  readonly clock: MovableClock;
  /** How long somebody who asks waits for a silent bot in real time: the clock can stand still. */
  readonly patienceMs: number;
  /** The bot of that id, or the first one. @throws when there is none */
  bot(id?: number): BotHandle;
  /** Introduces somebody, or changes who they are. */
  introduce(somebody: Somebody): void;
  /** That person in that chat. @throws when the chat cannot be */
  at(place: Place): PersonInChat;
  /** The group of that id, made when first named; the person appears, and is not in it by that. */
  meet(from: number, groupId: number): Group;
  /** The group of that id, made by that description when there is none yet. */
  group(settings: Pick<GroupSettings, 'id'> & Partial<GroupSettings>): Group;
  /** Adds a bot. */
  addBot(settings: Parameters<Emulator['bot']>[0]): BotHandle;
  /** Gives the bot another token, as BotFather does. @throws when there is none */
  revoke(id: number): BotHandle;
  /** Forgets everything but the bots. */
  reset(): void;
}

/** Nobody but the bots yet. */
export function stageOf(
  emulator: Emulator,
  clock: MovableClock,
  first: readonly BotHandle[],
  // A little longer than a tap may take to be answered.
  patienceMs = ANSWER_WITHIN_MS + 1_000,
): Stage {
  const bots = [...first];
  const people = new Map<number, PersonHandle>();
  const groups = new Map<number, Group>();

  const bot = (id?: number): BotHandle => {
    const found = id === undefined ? bots[0] : bots.find((one) => one.id === id);
    if (found) return found;
    throw new Error(`There is no bot ${id}; there are: ${bots.map((one) => one.id).join(', ')}.`);
  };
  const introduce = ({ id, ...who }: Somebody): PersonHandle => {
    const given = Object.entries(who).filter(([, value]) => value !== undefined);
    const person = emulator.person({ name: `Person ${id}`, ...Object.fromEntries(given), id });
    people.set(id, person);
    return person;
  };
  const group: Stage['group'] = (settings) => {
    const known = groups.get(settings.id);
    if (known) return known;
    const fresh = emulator.group({ title: `Group ${-settings.id}`, ...settings });
    groups.set(fresh.id, fresh);
    return fresh;
  };

  const withBot = (id: number, botId?: number): Group => {
    const isNew = !groups.has(id);
    const there = group({ id });
    if (isNew) there.add(bot(botId));
    return there;
  };
  const personOf = (id: number): PersonHandle => people.get(id) ?? introduce({ id });

  return {
    emulator,
    clock,
    patienceMs,
    bot,
    introduce,
    group,
    meet(from, groupId) {
      personOf(from);
      return withBot(groupId);
    },
    at({ from, chat, topic, bot: botId }) {
      if (chat >= 0) return personOf(from).chat(bot(botId), topic);
      return personOf(from).in(withBot(chat, botId), topic);
    },
    addBot(settings) {
      const added = emulator.bot(settings);
      bots.push(added);
      return added;
    },
    revoke(id) {
      const fresh = emulator.revokes(bot(id));
      bots[bots.findIndex((one) => one.id === id)] = fresh;
      return fresh;
    },
    reset() {
      emulator.reset();
      people.clear();
      groups.clear();
    },
  };
}
