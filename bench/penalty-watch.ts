import type { Emulator } from '#playground/bot-api/emulator.ts';

/** A call that came while its chat had to wait. */
interface Broken {
  readonly method: string;
  readonly chatId: number;
  readonly earlyMs: number;
}

/** Our clock and the server's tick apart by this much at most. */
const TOLERANCE_MS = 50;

/** Notes every 429 that names a chat, and every call to that chat before its time is over. */
export function penaltyWatch(emulator: Emulator): {
  broken(): readonly Broken[];
  count(): number;
} {
  const untilMs = new Map<number, number>();
  const broken: Broken[] = [];
  let count = 0;
  emulator.events.subscribe((event) => {
    if (event.kind !== 'call') return;
    const { method, payload, error } = event.call;
    const chatId = Number(payload['chat_id']);
    if (!Number.isSafeInteger(chatId)) return;
    const earlyMs = (untilMs.get(chatId) ?? 0) - Date.now();
    if (earlyMs > TOLERANCE_MS) broken.push({ method, chatId, earlyMs });
    if (error?.code !== 429) return;
    const seconds = Number(/retry after (\d+)/u.exec(error.description)?.[1] ?? 0);
    untilMs.set(chatId, Date.now() + seconds * 1_000);
    count += 1;
  });
  return { broken: () => broken, count: () => count };
}
