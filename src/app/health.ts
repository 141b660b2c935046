import type { Health } from '#http/http.ts';
import { describeDown } from '#kernel/down-reason.ts';
import type { Say } from '#kernel/language.ts';
import { describeRefusal } from '#kernel/refused-reason.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Telegram } from '#telegram/telegram.ts';

interface Options {
  readonly store: Store;
  readonly gateway: Gateway;
  readonly telegram: Pick<Telegram, 'state'>;
  readonly now: () => number;
  readonly version: string;
  /** In the operator's language. */
  readonly say: Say;
}

/** Collects what `/health` tells. `saw` is given the dispatcher's audit entries. */
export function createHealth({ store, gateway, telegram, now, version, say }: Options): {
  saw(details: object): void;
  read(): Promise<Health>;
} {
  let lastCommand: Health['lastCommand'];
  return {
    saw(details) {
      const { command, verdict } = details as { command?: unknown; verdict?: unknown };
      if (verdict !== 'allowed' || typeof command !== 'string') return;
      lastCommand = { name: command, at: new Date(now()).toISOString() };
    },
    async read() {
      const stored = await store.probe().then(
        () => 'ok' as const,
        () => 'failed' as const,
      );
      const unfinished = stored === 'ok' ? await store.operations.unfinished() : [];
      const agent = gateway.state();
      const intake = telegram.state();
      return {
        version,
        uptime: Math.round(process.uptime()),
        memory: process.memoryUsage.rss(),
        activeSessions: new Set(unfinished.map((each) => each.conversationId)).size,
        gatewayStatus: agent.kind === 'up' ? 'up' : 'down',
        ...(agent.kind === 'down' ? { gatewayReason: describeDown(agent.reason, say) } : {}),
        ...(agent.kind === 'refused' ? { gatewayReason: describeRefusal(agent.reason, say) } : {}),
        ...(lastCommand ? { lastCommand } : {}),
        telegram: intake.intake,
        ...(intake.advice === undefined ? {} : { telegramAdvice: intake.advice }),
        store: stored,
      };
    },
  };
}
