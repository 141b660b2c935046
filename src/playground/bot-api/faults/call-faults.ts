import type { RawArguments } from '../request/arguments.ts';
import type { CallFault } from './fault-rule.ts';
import { isDelay } from './faults.ts';
import { Refusal, tooManyRequests } from '../refusal.ts';
import type { World } from '../world.ts';

const NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What goes wrong with one call. */
export interface Misfortune {
  /** Before anything happens, in milliseconds. */
  readonly delayMs: number;
  /** Before the answer leaves, in milliseconds. */
  readonly delayAfterMs: number;
  readonly fault: CallFault | undefined;
}

/** Uses up the rules that hit this call. */
export function misfortuneOf(world: World, method: string, raw: RawArguments): Misfortune {
  const hits = world.faults.hit({ method, chatId: toChatId(raw['chat_id']), text: textOf(raw) });
  const sum = (kind: CallFault['kind']): number =>
    hits.reduce((ms, hit) => (isDelay(hit) && hit.kind === kind ? ms + hit.ms : ms), 0);
  return {
    delayMs: sum('delay'),
    delayAfterMs: sum('delay-after'),
    fault: hits.find((hit) => !isDelay(hit)),
  };
}

/** The refusal that a rule asks for, worded as Telegram would. */
export function toRefusal({
  status,
  retryAfter,
  description,
}: CallFault & { kind: 'status' }): Refusal {
  if (status === 429 && description === undefined) return tooManyRequests(retryAfter ?? 1);
  const parameters = retryAfter === undefined ? undefined : { retry_after: retryAfter };
  return new Refusal(status, description ?? NAMES[status] ?? `Error ${status}`, parameters);
}

function toChatId(value: unknown): number | undefined {
  const chatId = typeof value === 'string' ? Number(value) : value;
  return Number.isSafeInteger(chatId) ? (chatId as number) : undefined;
}

function textOf(raw: RawArguments): string {
  const texts = [raw['text'], raw['caption']].filter((value) => typeof value === 'string');
  return texts.join('\n');
}
