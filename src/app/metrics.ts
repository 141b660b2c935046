import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Backups } from '#ports/backup/port.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { OperationEvent } from '#operations/events.ts';
import { isEnded } from '#operations/states.ts';
import type { Store } from '#ports/store/port.ts';
import type { TelegramEvent } from '#telegram/events.ts';
import type { Telegram } from '#telegram/telegram.ts';

interface Options {
  readonly store: Pick<Store, 'operations'>;
  readonly gateway: Pick<Gateway, 'state'>;
  readonly telegram: Pick<Telegram, 'state'>;
  readonly backups: Pick<Backups, 'list'>;
  readonly version: string;
}

/** What the bot tells of itself to Prometheus. */
export interface Metrics {
  /** Given the dispatcher's audit entries. */
  dispatched(details: object): void;
  readonly telegram: (event: TelegramEvent) => void;
  readonly operation: (event: OperationEvent) => void;
  /** An entry of the audit record was lost. */
  readonly auditFailed: () => void;
  /** Everything measured so far, in Prometheus' text format. */
  read(options: Options): Promise<string>;
}

/** Seconds; dense around the service level of 0.5 s. */
const REPLY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** Metrics of this process; `codefoundry_` begins the name of each that is ours. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `codefoundry_${name}`, help, labelNames, registers: [registry] });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `codefoundry_${name}`, help, labelNames, registers: [registry] });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({
      name: `codefoundry_${name}`,
      help,
      labelNames,
      buckets: REPLY_BUCKETS,
      registers: [registry],
    });

  const requests = counter('requests_total', 'Requests by command and verdict.', [
    'command',
    'verdict',
  ]);
  const handled = histogram(
    'request_seconds',
    'From the update in the inbox to the answer in the outbox.',
    ['outcome'],
  );
  const delivered = histogram(
    'delivery_seconds',
    'From the outbox to Telegram, by urgency: 0 final, approval, failure; 1 answer; 2 progress.',
    ['priority'],
  );
  const calls = histogram('telegram_call_seconds', 'Calls of the Bot API.', ['method', 'outcome']);
  const lost = counter('audit_lost_total', 'Entries of the audit record that were lost.', []);
  const ended = counter('operations_ended_total', 'Operations that ended.', ['kind', 'state']);
  const unfinished = gauge('operations_unfinished', 'Operations that wait or run.', ['state']);
  const waiting = gauge('outbox_waiting', 'Messages that still have to reach Telegram.');
  const polled = gauge('last_poll_timestamp_seconds', 'When Telegram last answered a poll.');
  const polling = gauge('telegram_up', '1 while Telegram hands out updates.');
  const gatewayUp = gauge('gateway_up', "1 while the agent's gateway answers.");
  const backedUp = gauge('last_backup_timestamp_seconds', 'When the newest backup was made.');
  const info = gauge('info', 'Always 1; the version is a label.', ['version']);

  return {
    dispatched(details) {
      const { command, verdict } = details as { command?: unknown; verdict?: unknown };
      if (typeof verdict !== 'string') return;
      // What somebody typed is no label: each new one would stay for ever.
      const isKnown = verdict !== 'unknown' && typeof command === 'string';
      requests.inc({ command: isKnown ? command : '', verdict });
    },
    telegram(event) {
      const seconds = event.ms / 1_000;
      if (event.kind === 'call')
        calls.observe({ method: event.method, outcome: event.outcome }, seconds);
      else if (event.kind === 'handled') handled.observe({ outcome: event.outcome }, seconds);
      else delivered.observe({ priority: String(event.priority) }, seconds);
    },
    auditFailed: () => lost.inc(),
    operation(event) {
      if (event.kind !== 'state' || !isEnded(event.operation.state)) return;
      ended.inc({ kind: event.operation.kind, state: event.operation.state });
    },
    async read({ store, gateway, telegram, backups, version }) {
      const { intake, lastPollAtMs, outboxWaiting } = telegram.state();
      const open = await store.operations.unfinished();
      for (const state of ['waiting', 'running', 'undoing'] as const)
        unfinished.set({ state }, open.filter((each) => each.state === state).length);
      waiting.set(outboxWaiting);
      polled.set((lastPollAtMs ?? 0) / 1_000);
      polling.set(intake === 'polling' ? 1 : 0);
      gatewayUp.set(gateway.state().kind === 'up' ? 1 : 0);
      const [newest] = await backups.list();
      backedUp.set((newest?.createdAtMs ?? 0) / 1_000);
      info.set({ version }, 1);
      return registry.metrics();
    },
  };
}
