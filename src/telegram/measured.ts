import type { BotApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { TelegramEvent } from './events.ts';

/** `api`, whose every call is told to `onEvent`. */
export function measured(
  api: BotApi,
  clock: Clock,
  onEvent: (event: TelegramEvent) => void,
): BotApi {
  return {
    async call(method, body, options) {
      const startedAtMs = clock.now();
      const result = await api.call(method, body, options);
      const ms = clock.now() - startedAtMs;
      onEvent({ kind: 'call', method, outcome: result.kind, ms });
      return result;
    },
  };
}
