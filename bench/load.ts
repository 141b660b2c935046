import type { CallRecord } from '#playground/bot-api/call-record.ts';
import { type BotHandle, createEmulator, type Emulator } from '#playground/bot-api/emulator.ts';
import type { LimitSettings } from '#playground/bot-api/limits.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import type { BotUnderTest, Telegram } from './process.ts';

/** A Telegram full of people, listening. */
export interface Stage extends Telegram {
  readonly emulator: Emulator;
  readonly bot: BotHandle;
  readonly chats: readonly PersonInChat[];
  close(): Promise<void>;
}

/** What one run showed. */
export interface Measured {
  readonly updates: number;
  /** Updates that got no answer. */
  readonly lost: number;
  /** Update in → first reply out, each, in milliseconds, ascending. */
  readonly latenciesMs: readonly number[];
  readonly cpuPerUpdateMs: number;
  readonly rssBytes: number;
}

const FIRST_ID = 10_000;
/** How long the last answers may take. */
const PATIENCE_MS = 10_000;

/** Sets up `people` private chats with one bot. */
export async function createStage(people: number, limits: LimitSettings | 'off'): Promise<Stage> {
  const emulator = createEmulator({ limits });
  const bot = emulator.bot();
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const ownerIds = Array.from({ length: people }, (_, each) => FIRST_ID + each);
  const chats = ownerIds.map((id) => emulator.person({ id, name: `Person ${id}` }).chat(bot));
  return {
    emulator,
    bot,
    chats,
    token: bot.token,
    url: listening.url,
    ownerIds,
    sendsPerSecond: limits === 'off' ? 1_000 : 30,
    close: () => listening.close(),
  };
}

/** Says `text` in one chat after the other, `perSecond` times a second, and waits for the answers. */
export async function measure(
  stage: Stage,
  bot: BotUnderTest,
  load: { readonly text: string; readonly perSecond: number; readonly seconds: number },
): Promise<Measured> {
  const { chats, emulator } = stage;
  const asked = new Map<number, number[]>();
  const latenciesMs: number[] = [];
  const leave = emulator.events.subscribe((event) => {
    const chatId = event.kind === 'call' ? answeredChat(event.call) : undefined;
    const askedAtMs = chatId === undefined ? undefined : asked.get(chatId)?.shift();
    if (askedAtMs !== undefined) latenciesMs.push(performance.now() - askedAtMs);
  });
  const cpuBeforeMs = bot.cpuMs();
  const updates = load.perSecond * load.seconds;
  const startedAtMs = performance.now();
  for (let each = 0; each < updates; each += 1) {
    await until(startedAtMs + (each * 1_000) / load.perSecond);
    const chat = chats[each % chats.length];
    if (!chat) break;
    const waiting = asked.get(chat.chatId) ?? [];
    asked.set(chat.chatId, [...waiting, performance.now()]);
    chat.says(load.text);
  }
  const deadline = performance.now() + PATIENCE_MS;
  while (latenciesMs.length < updates && performance.now() < deadline)
    await until(performance.now() + 20);
  leave();
  return {
    updates,
    lost: updates - latenciesMs.length,
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
    cpuPerUpdateMs: (bot.cpuMs() - cpuBeforeMs) / updates,
    rssBytes: bot.rssBytes(),
  };
}

/** The share `part` of ascending values lies at or below the result. */
export function percentile(ascending: readonly number[], part: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * part) - 1)] ?? Number.NaN;
}

function answeredChat({ method, ok, payload }: CallRecord): number | undefined {
  return ok && method === 'sendMessage' ? Number(payload['chat_id']) : undefined;
}

function until(atMs: number): Promise<void> {
  const leftMs = atMs - performance.now();
  return leftMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, leftMs));
}
