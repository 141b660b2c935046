import type { Emulator } from '#playground/bot-api/emulator.ts';

type Rule = Parameters<Emulator['faults']['add']>[0];

/** How often something goes wrong next. */
const PER_TICK = 0.02;

/** Random trouble: call `tick` regularly. */
export function troublesOf(
  emulator: Emulator,
  chatIds: readonly number[],
  random: () => number,
): { tick(): void; count(): number } {
  let count = 0;
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const chatId = () => chatIds[Math.floor(random() * chatIds.length)] ?? 0;

  const rule = (): Rule => {
    const times = 1 + Math.floor(random() * 3);
    switch (pick(['flood', 'error', 'before', 'after', 'slow', 'poll'])) {
      case 'flood':
        return {
          kind: 'status',
          status: 429,
          retryAfter: pick([1, 2, 3, 10]),
          chatId: chatId(),
          times: 1,
        };
      case 'error':
        return { kind: 'status', status: pick([500, 502, 503]), times };
      case 'before':
        return { kind: 'drop-before', times };
      case 'after':
        return { kind: 'drop-after', method: pick(['sendMessage', 'editMessageText']), times };
      case 'slow':
        return { kind: 'delay', ms: pick([100, 1_000, 5_000]), method: 'sendMessage', times };
      default:
        return { kind: pick(['drop-before', 'drop-after']), method: 'getUpdates', times };
    }
  };

  return {
    tick() {
      if (random() > PER_TICK) return;
      emulator.faults.add(rule());
      count += 1;
    },
    count: () => count,
  };
}
