import { setTimeout as sleep } from 'node:timers/promises';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';
import type { Telegram } from '#telegram/telegram.ts';
import type { Stage } from './stop.ts';

interface Parts {
  readonly operations: Pick<Operations, 'shutdown'>;
  readonly telegram: Pick<Telegram, 'stop'>;
  readonly agent: { stop(): Promise<unknown> };
  readonly http: { close(): Promise<unknown> };
  readonly playground: { close(): Promise<unknown> } | undefined;
  readonly audit: { stop(): Promise<unknown> };
  readonly store: Pick<Store, 'operations' | 'close'>;
}

const OPERATIONS_MS = 6_000;
const TELEGRAM_MS = 8_000;
const AGENT_MS = 24_000;
const REST_MS = 2_000;
/** A card that says that we restart is an edit like others: it waits for Telegram's limits so long. */
const LAST_CARDS_MS = 1_200;
/** Cards, http, playground, audit and store. */
const RESTS = 5;

/** How long all of them may take together: who ends the process earlier cuts off the last ones. */
export const LONGEST_END_MS = OPERATIONS_MS + TELEGRAM_MS + REST_MS + AGENT_MS + RESTS * REST_MS;

/**
 * A clean end, in order: what is being sent is finished, what waits stays in the store, turns go on
 * where they run.
 */
export async function endingOf(parts: Parts): Promise<readonly Stage[]> {
  const { operations, telegram, agent, http, playground, audit, store } = parts;
  const isIdle = (await store.operations.unfinished().catch(() => [])).length === 0;
  const rest = { deadlineMs: REST_MS };
  return [
    // First, while there is still a way out for what the cards of running turns say then.
    { name: 'operations', deadlineMs: OPERATIONS_MS, end: () => operations.shutdown() },
    { name: 'cards', ...rest, end: async () => isIdle || sleep(LAST_CARDS_MS) },
    {
      name: 'telegram',
      deadlineMs: TELEGRAM_MS + REST_MS,
      end: () => telegram.stop(TELEGRAM_MS),
    },
    { name: 'agent', deadlineMs: AGENT_MS, end: () => agent.stop() },
    { name: 'http', ...rest, end: () => http.close() },
    { name: 'playground', ...rest, end: async () => playground?.close() },
    { name: 'audit', ...rest, end: () => audit.stop() },
    { name: 'store', ...rest, end: () => store.close() },
  ];
}
