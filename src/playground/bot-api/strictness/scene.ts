import type { ApiResponse, Message } from '@grammyjs/types';
import type { BotHandle } from '../bots.ts';
import { createEmulator, type Emulator } from '../emulator.ts';
import type { Group } from '../chats/group.ts';
import type { LimitSettings } from '../limits.ts';
import type { PersonInChat } from '../people/person.ts';
import type { Payload } from './case.ts';

/** Has a private chat with the bot and has started it. */
export const ALICE = 101;
/** Has blocked the bot. */
export const BOB = 102;
/** Known to the bot from the groups only. */
export const CAROL = 103;
/** Deleted the account after starting the bot. */
export const DAVE = 104;
/** Has an account and never met the bot. */
export const ERIN = 105;
/** A supergroup with topics; the bot is a plain member. */
export const FORUM = -1_001_000_000_001;
/** A plain group; the bot is a plain member. */
export const GROUP = -2_001;
/** A group that became `NEW_GROUP`. */
export const OLD_GROUP = -2_002;
/** The supergroup that `OLD_GROUP` became. */
export const NEW_GROUP = -1_001_000_000_002;
/** A supergroup that the bot was in, and left. */
export const LEFT_GROUP = -1_001_000_000_003;
/** A group that the bot was thrown out of. */
export const KICKED_GROUP = -2_003;

/** The chats that every case finds, fresh for each. */
export interface Scene {
  /** The emulator's time, in milliseconds; change it to let time pass. */
  readonly clock: { ms: number };
  readonly emulator: Emulator;
  readonly bot: BotHandle;
  readonly alice: PersonInChat;
  readonly forum: Group;
  readonly group: Group;
  /** A topic of the forum, open. */
  readonly topic: number;
  readonly closed: number;
  readonly deleted: number;
  /** Alice's `/start`, in her private chat. */
  readonly alicesMessage: number;
  /** Carol's message in the group. */
  readonly carolsMessage: number;
  /** Calls a method as the bot. */
  readonly call: (method: string, payload?: Payload) => Promise<ApiResponse<unknown>>;
  /** Calls a method as the bot. @throws when it is refused */
  readonly done: <Result>(method: string, payload: Payload) => Promise<Result>;
  /** Sends a text, to Alice unless told otherwise, and returns its id. @throws when it is refused */
  readonly sent: (payload: Payload) => Promise<number>;
  /** The emulator's address; the server is up from the first question on. */
  readonly url: () => Promise<string>;
  /** Ends what the scene started. */
  readonly close: () => Promise<void>;
}

/** Builds the scene; what happened in it before counts against no limit. */
export function makeScene(limits: LimitSettings | 'off' = 'off'): Scene {
  const clock = { ms: Date.UTC(2026, 10, 22) };
  const emulator = createEmulator({ now: () => clock.ms, limits });
  const bot = emulator.bot();
  const alice = emulator.person({ id: ALICE, name: 'Alice' }).chat(bot);
  const alicesMessage = alice.says('/start').message_id;
  addStrangers(emulator, bot);
  const call: Scene['call'] = (method, payload = {}) => emulator.call(bot.token, method, payload);
  const done: Scene['done'] = async <Result>(method: string, payload: Payload) => {
    const answer = await call(method, payload);
    if (!answer.ok) throw new Error(`${method}: ${answer.description}`);
    return answer.result as Result;
  };
  let listening: ReturnType<Emulator['listen']> | undefined;
  return {
    clock,
    emulator,
    bot,
    alice,
    alicesMessage,
    ...addGroups(emulator, bot),
    call,
    done,
    sent: async (payload) => {
      const sent = await done<Message>('sendMessage', { chat_id: ALICE, text: 'hi', ...payload });
      return sent.message_id;
    },
    url: async () => {
      listening ??= emulator.listen({ host: '127.0.0.1', port: 0 });
      return (await listening).url;
    },
    close: async () => (await listening)?.close(),
  };
}

function addStrangers(emulator: Emulator, bot: BotHandle): void {
  const bob = emulator.person({ id: BOB, name: 'Bob' }).chat(bot);
  bob.says('/start');
  bob.blocks();
  const dave = emulator.person({ id: DAVE, name: 'Dave' });
  dave.chat(bot).says('/start');
  dave.leavesTelegram();
  emulator.person({ id: ERIN, name: 'Erin' });
}

function addGroups(emulator: Emulator, bot: BotHandle) {
  const carol = emulator.person({ id: CAROL, name: 'Carol' });
  const groupOf = (id: number, title: string, more: { readonly forum?: boolean } = {}): Group => {
    const group = emulator.group({ id, title, ...more });
    group.add(bot);
    return group;
  };
  const forum = groupOf(FORUM, 'Forum', { forum: true });
  const topic = forum.opensTopic('Shop');
  const closed = forum.opensTopic('Closed');
  forum.closesTopic(closed);
  const deleted = forum.opensTopic('Deleted');
  forum.deletesTopic(deleted);
  carol.in(forum).says('hello');
  const group = groupOf(GROUP, 'Group');
  const carolsMessage = carol.in(group).says('/hello').message_id;
  groupOf(OLD_GROUP, 'Old').migratesTo(NEW_GROUP);
  groupOf(LEFT_GROUP, 'Left').remove(bot);
  groupOf(KICKED_GROUP, 'Kicked').remove(bot, 'kicked');
  return { forum, group, topic, closed, deleted, carolsMessage };
}
