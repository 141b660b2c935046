import type { Language, Say } from '#kernel/language.ts';
import type { Dispatch } from '#dispatch/request.ts';
import type { RoomEvent } from '#dispatch/room-event.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Rooms } from '#ports/rooms/port.ts';
import type { Store } from '#ports/store/port.ts';
import { botApi } from './api.ts';
import { createChat } from './chat.ts';
import { backoffMs, pause, timerClock } from './clock.ts';
import { connect, setMenu } from './connect.ts';
import { createDrafts } from './drafts.ts';
import type { TelegramEvent } from './events.ts';
import { createAnswers } from './intake/answer.ts';
import { createHandler, type Handler } from './intake/handler.ts';
import { INTAKE_ADVICE, poll, type IntakeState } from './intake/poller.ts';
import { createKeyboards } from './keyboards.ts';
import { TELEGRAM_LIMITS, type Limits } from './limits.ts';
import { endStopped } from './intake/stopped.ts';
import { errorFields, type Log } from './log.ts';
import { noticingLostTopics } from './lost-topics.ts';
import { forget } from './forget.ts';
import { maskedApi, type Mask } from './masked.ts';
import { measured } from './measured.ts';
import { createPresence, SEEN_AT } from './presence.ts';
import { pruneRegularly } from './prune.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createRichChats } from './rich-chats.ts';
import { createRooms } from './rooms.ts';

interface TelegramState {
  readonly intake: IntakeState;
  /** What the operator can do about it, in English; absent while all is well. */
  readonly advice?: string;
  /** Without the `@`; known once Telegram has answered. */
  readonly username?: string;
  /** When Telegram last answered a poll; milliseconds since the epoch. */
  readonly lastPollAtMs?: number;
  /** Messages that still have to reach Telegram. */
  readonly outboxWaiting: number;
}

/** The bot's side of Telegram. */
export interface Telegram {
  /** Usable before `start`: what is posted waits in the store. */
  readonly chat: Chat;
  readonly rooms: Rooms;
  /**
   * Takes up what an earlier run left and begins to poll. Resolves when Telegram has answered
   * once, or failed to: then it goes on trying, and `state` says so.
   */
  start(options: StartOptions): Promise<void>;
  /** Takes no more updates, ends what is under way, for at most `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
  state(): TelegramState;
  /** From now on these commands can be tapped in a text too. */
  learn(names: Iterable<string>): void;
  /** Deletes what people sent; `false` when some of it is still there. */
  forget(chatId: number, messageIds: readonly number[]): Promise<boolean>;
}

interface StartOptions {
  readonly dispatch: Dispatch;
  /** Commands of the menu, in its order; `command-<name>` in `locales/` describes each. */
  readonly menu: readonly string[];
  /** Every command, those outside the menu too: only these can be tapped in a text. */
  readonly commands?: readonly string[];
  /** Told what happens to groups and topics. */
  readonly onRoom?: (event: RoomEvent) => Promise<void>;
}

interface TelegramOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly environment: 'prod' | 'test';
  readonly store: Store;
  readonly sayIn: (language: Language) => Say;
  readonly log: Log;
  readonly now: () => number;
  /** Keeps secrets out of whatever is sent. */
  readonly mask?: Mask;
  /** Told what took how long. */
  readonly onEvent?: (event: TelegramEvent) => void;
  /** Replaces single figures of `TELEGRAM_LIMITS`. */
  readonly limits?: Partial<Limits>;
}

/** Connects nothing yet: `chat` can be handed to those who will answer, then `start` is called. */
export function createTelegram(options: TelegramOptions): Telegram {
  const { store, sayIn, log } = options;
  const limits = { ...TELEGRAM_LIMITS, ...options.limits };
  const clock = timerClock(options.now);
  const onEvent = options.onEvent ?? (() => undefined);
  const open = measured(botApi(options), clock, onEvent);
  const api = options.mask ? maskedApi(open, options.mask) : open;
  const rich = createRichChats({ settings: store.settings, now: options.now });
  let onRoom: StartOptions['onRoom'];
  const noticing = noticingLostTopics(api, (place) => {
    onRoom?.({ kind: 'topic-lost', place }).catch((error: unknown) =>
      log.error(errorFields(error), 'a lost topic cannot be noted'),
    );
  });
  const outbox = createOutbox({
    store: store.outbox,
    api: noticing,
    limits,
    clock,
    log,
    rich,
    onEvent,
  });
  const commands = new Set<string>();
  const drafts = createDrafts({ outbox, rich, clock, commands });
  const keyboards = createKeyboards({ buttons: store.buttons, now: options.now, outbox });
  const toChat = { store: store.outbox, outbox, keyboards, sayIn, rich, drafts, commands };
  const chat = createChat(toChat);
  const presence = createPresence({ store, chat, clock, log, sayIn, awayMs: limits.awayMs });
  const stopping = new AbortController();
  let state: Omit<TelegramState, 'outboxWaiting'> = { intake: 'starting' };
  let handler: Handler | undefined;
  let intake: Promise<void> = Promise.resolve();

  const report = (next: IntakeState): void => {
    state = { ...state, intake: next };
    if (next !== 'polling') return;
    state = { ...state, lastPollAtMs: clock.now() };
    presence.seen();
  };

  /** A loop that stands still cannot report that it does. */
  const heard = (): IntakeState => {
    const { intake, lastPollAtMs } = state;
    const longestMs = limits.pollSeconds * 1_000 + 3 * limits.pollGraceMs + limits.maxRetryMs;
    const isStill = lastPollAtMs !== undefined && clock.now() - lastPollAtMs > longestMs;
    return intake === 'polling' && isStill ? 'deaf' : intake;
  };

  async function roomChanged(event: RoomEvent): Promise<void> {
    if (event.kind === 'moved') {
      await rich.moved(event.chatId, event.toChatId);
      await store.outbox.moveChat(event.chatId, event.toChatId);
    }
    await onRoom?.(event);
  }

  async function run({ dispatch, menu }: StartOptions, tried: () => void): Promise<void> {
    const { signal } = stopping;
    const me = await connect({ api, limits, clock, log, report, tried }, signal);
    if (!me) return;
    state = { ...state, username: me.username };
    presence.seen();
    const answers = createAnswers({ api, chat, clock, dispatch, sayIn });
    const { inbox, settings } = store;
    const before: typeof presence.before = async (request, sentAtMs) => {
      if (!request.isTalk) await presence.before(request, sentAtMs);
    };
    const active = createHandler({
      inbox,
      settings,
      me,
      limits,
      clock,
      log,
      answers,
      before,
      onEvent,
      onRoom: roomChanged,
    });
    await active.resume();
    handler = active;
    tried();
    setMenu({ api, sayIn, log }, menu).catch((error: unknown) =>
      log.error(errorFields(error), 'command menu not set'),
    );
    const accept: Handler['accept'] = (updates) => {
      for (const { body } of updates) endStopped(body, drafts);
      active.accept(updates);
    };
    await poll({ api, inbox, limits, clock, log, accept, report }, signal);
  }

  // Only what comes before the first poll can throw; then nothing is being handled yet.
  async function runUntilStopped(options: StartOptions, tried: () => void): Promise<void> {
    const { signal } = stopping;
    for (let failures = 1; !signal.aborted; failures += 1) {
      await run(options, tried).catch((error: unknown) =>
        log.error(errorFields(error), 'intake cannot begin, it is tried again'),
      );
      tried();
      await pause(clock, backoffMs(limits, failures), signal);
    }
  }

  return {
    chat,
    rooms: createRooms({ api }),
    learn(names) {
      for (const name of names) commands.add(name);
    },
    forget: (chatId, messageIds) => forget({ api, clock }, chatId, messageIds),

    async start(startOptions) {
      ({ onRoom } = startOptions);
      for (const name of startOptions.commands ?? startOptions.menu) commands.add(name);
      await forgetOtherBot(store, options.token);
      const seenAtMs = await presence.load();
      // Between two signs of life it may have sent as much as it was allowed to.
      await outbox.start(seenAtMs === undefined ? undefined : seenAtMs + HEARTBEAT_MS);
      const tried = Promise.withResolvers<void>();
      intake = runUntilStopped(startOptions, tried.resolve).finally(tried.resolve);
      void pruneRegularly({ store, clock, log }, stopping.signal);
      await tried.promise;
    },

    async stop(deadlineMs) {
      stopping.abort();
      drafts.stop();
      const untilMs = clock.now() + deadlineMs;
      const handled = new AbortController();
      const idle = intake.then(() => handler?.idle()).finally(() => handled.abort());
      await Promise.race([idle, pause(clock, deadlineMs, handled.signal)]);
      await outbox.stop(Math.max(0, untilMs - clock.now()));
    },

    state() {
      const intake = heard();
      const advice = INTAKE_ADVICE[intake];
      return { ...state, intake, ...(advice && { advice }), outboxWaiting: outbox.waiting() };
    },
  };
}

/** A poll that is held, and the pause between two writes. */
const HEARTBEAT_MS = 60_000;

const BOT_ID = 'telegram-bot-id';

/** What another bot was sent or had to send is nothing that this one could go on with. */
async function forgetOtherBot(store: Store, token: string): Promise<void> {
  const [botId = ''] = token.split(':');
  const known = await store.settings.get(BOT_ID);
  if (known === botId) return;
  if (known !== undefined) {
    await store.inbox.reset();
    await store.settings.set(SEEN_AT, null);
    for (const { key } of await store.outbox.unsent()) {
      await store.outbox.mark(key, { state: 'failed', error: 'meant for another bot' });
    }
  }
  await store.settings.set(BOT_ID, botId);
}
