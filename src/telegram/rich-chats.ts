import type { Store } from '#ports/store/port.ts';

/** Which chats get rich messages: each is asked by its people, and not every server or app can. */
export interface RichChats {
  /** Whether somebody switched it on; off at first. */
  isOn(chatId: number): Promise<boolean>;
  /** Switches it, and forgets that it did not work. */
  set(chatId: number, isOn: boolean): Promise<void>;
  /** It is on, and Telegram has not refused it for a day. */
  works(chatId: number): Promise<boolean>;
  /** Telegram refused a rich message there. */
  refused(chatId: number): Promise<void>;
  /** A group became a supergroup. */
  moved(fromChatId: number, toChatId: number): Promise<void>;
}

interface RichChatsOptions {
  readonly settings: Store['settings'];
  readonly now: () => number;
}

interface Known {
  readonly isOn: boolean;
  readonly refusedUntilMs: number;
}

const REFUSED_MS = 24 * 60 * 60_000;
const MAX_KNOWN = 10_000;

/** The switch of each chat, kept in the settings under `telegram-rich:<chat>`. */
export function createRichChats({ settings, now }: RichChatsOptions): RichChats {
  const known = new Map<number, Known>();

  const remember = (chatId: number, value: Known): Known => {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(chatId, value);
    return value;
  };

  const read = async (chatId: number): Promise<Known> => {
    const cached = known.get(chatId);
    if (cached) return cached;
    const isOn = (await settings.get(switchOf(chatId))) === true;
    const untilMs = isOn ? await settings.get(refusalOf(chatId)) : undefined;
    const refusedUntilMs = typeof untilMs === 'number' ? untilMs : 0;
    // It may have been switched while we read.
    return known.get(chatId) ?? remember(chatId, { isOn, refusedUntilMs });
  };

  const set = async (chatId: number, isOn: boolean): Promise<void> => {
    await settings.set(switchOf(chatId), isOn);
    await settings.set(refusalOf(chatId), null);
    remember(chatId, { isOn, refusedUntilMs: 0 });
  };

  return {
    isOn: async (chatId) => (await read(chatId)).isOn,
    set,
    async works(chatId) {
      const { isOn, refusedUntilMs } = await read(chatId);
      const waitMs = refusedUntilMs - now();
      // Longer than a day can only be by a clock that stepped back.
      return isOn && (waitMs <= 0 || waitMs > REFUSED_MS);
    },
    async refused(chatId) {
      const { isOn } = await read(chatId);
      const refusedUntilMs = now() + REFUSED_MS;
      await settings.set(refusalOf(chatId), refusedUntilMs);
      remember(chatId, { isOn, refusedUntilMs });
    },
    async moved(fromChatId, toChatId) {
      if ((await read(fromChatId)).isOn && !(await read(toChatId)).isOn) await set(toChatId, true);
    },
  };
}

function switchOf(chatId: number): string {
  return `telegram-rich:${chatId}`;
}

function refusalOf(chatId: number): string {
  return `telegram-rich-refused-until-ms:${chatId}`;
}
