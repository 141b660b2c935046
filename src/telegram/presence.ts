import { conversationId, type Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Quantity } from '#kernel/quantity.ts';
import type { Request } from '#dispatch/request.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Clock } from './clock.ts';
import { errorFields, type Log } from './log.ts';

/** Knows when Telegram could not reach the bot, and says so where somebody waited. */
export interface Presence {
  /** When an earlier run last had word from Telegram; `undefined` before the first. */
  load(): Promise<number | undefined>;
  /** Telegram answers now. After a long silence those who waited are told. */
  seen(): void;
  /** Runs before a message is answered: one that was sent in vain gets the note first. */
  before(request: Request, sentAtMs: number): Promise<void>;
}

interface PresenceOptions {
  readonly store: Store;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
  readonly sayIn: (language: Language) => Say;
  /** A shorter absence is not worth a word. */
  readonly awayMs: number;
}

interface Absence {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The setting that holds the heartbeat, milliseconds since the epoch. */
export const SEEN_AT = 'telegram-seen-at-ms';
const SAVE_EVERY_MS = 10_000;
/** Telegram's times are whole seconds, and its clock is not ours. */
const CLOCKS_DIFFER_MS = 5_000;

/** Keeps a heartbeat in the settings, so that an absence shows also after a crash. */
export function createPresence(options: PresenceOptions): Presence {
  const { store, chat, clock, log, sayIn, awayMs } = options;
  let seenAtMs: number | undefined;
  let savedAtMs = -Infinity;
  let absence: Absence | undefined;

  async function tell(conversation: Conversation, { fromMs, toMs }: Absence): Promise<void> {
    const { chatId, topicId = 0, language } = conversation;
    const text = sayIn(language)('telegram-away', times(fromMs, toMs));
    // Once per place, whoever waited there.
    await chat.post(conversation, `away:${fromMs}:${chatId}:${topicId}`, { text, ring: false });
  }

  /** Those whose work went on or whose messages could not be sent. */
  async function tellWaiting(missed: Absence): Promise<void> {
    const ids = new Set(
      (await store.operations.unfinished()).map((operation) => operation.conversationId),
    );
    for (const { chatId, priority } of await store.outbox.unsent())
      // In a private chat the person has the chat's number.
      if (chatId > 0 && priority <= 1) ids.add(conversationId({ chatId }, chatId));
    for (const id of ids) {
      const conversation = await store.conversations.get(id);
      if (conversation) await tell(conversation, missed);
    }
  }

  async function save(nowMs: number): Promise<void> {
    await store.settings.set(SEEN_AT, nowMs);
  }

  return {
    async load() {
      const saved = await store.settings.get(SEEN_AT);
      if (typeof saved === 'number') seenAtMs = saved;
      return seenAtMs;
    },

    seen() {
      const nowMs = clock.now();
      const fromMs = seenAtMs ?? nowMs;
      seenAtMs = nowMs;
      const failed = (error: unknown) => log.error(errorFields(error), 'absence cannot be noted');
      if (nowMs - fromMs >= awayMs) {
        absence = { fromMs, toMs: nowMs };
        log.warn({ fromMs, toMs: nowMs }, 'the bot was away');
        tellWaiting(absence).catch(failed);
      }
      if (Math.abs(nowMs - savedAtMs) < SAVE_EVERY_MS) return;
      savedAtMs = nowMs;
      save(nowMs).catch(failed);
    },

    async before({ place, from }, sentAtMs) {
      if (!absence || sentAtMs > absence.toMs) return;
      if (sentAtMs < absence.fromMs - CLOCKS_DIFFER_MS) return;
      // Strangers are told nothing.
      const conversation = await store.conversations.get(conversationId(place, from.id));
      if (conversation) await tell(conversation, absence);
    },
  };
}

/** The day too where it is not one and the same. */
function times(fromMs: number, toMs: number): { readonly from: Quantity; readonly to: Quantity } {
  const [fromDay, toDay] = [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const show = fromDay === toDay ? ({ show: 'time' } as const) : {};
  return { from: { atMs: fromMs, ...show }, to: { atMs: toMs, ...show } };
}
