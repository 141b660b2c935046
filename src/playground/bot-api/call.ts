import type { ApiError, ApiResponse } from '@grammyjs/types';
import { isUpload, type RawArguments, readArguments } from './arguments.ts';
import type { FaultRule } from './faults.ts';
import { METHODS } from './methods.generated.ts';
import { HANDLERS } from './methods/table.ts';
import { Refusal, refusal, tooManyRequests } from './refusal.ts';
import { type Bot, type CallRecord, emit, type World } from './world.ts';

/** What the caller gets: an answer, or a dead connection. */
export type Outcome =
  | { readonly kind: 'answer'; readonly body: ApiResponse<unknown> }
  | { readonly kind: 'dropped' };

/** A request of a bot, as it came. */
export interface Request {
  readonly token: string;
  readonly method: string;
  readonly raw: RawArguments;
  /** Aborted when the bot hangs up. */
  readonly signal?: AbortSignal;
}

const DECLARED = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));
const KEPT_CALLS = 10_000;

/** Does what the request asks for, faults and limits included. Never throws. */
export async function callMethod(world: World, request: Request): Promise<Outcome> {
  const at = world.now();
  const method = DECLARED.get(request.method.toLowerCase()) ?? request.method;
  const bot = findBot(world, request.token);
  if (bot instanceof Refusal) return { kind: 'answer', body: toError(bot) };
  const hits = world.faults.hit(method, toChatId(request.raw['chat_id']));
  for (const hit of hits) if (hit.kind === 'delay') await wait(hit.ms);
  const fault = hits.find(({ kind }) => kind !== 'delay');
  const isLost = fault?.kind === 'drop-before';
  const body = isLost ? undefined : await answer(world, bot, { ...request, method }, fault);
  const isDropped = isLost || fault?.kind === 'drop-after';
  record(world, {
    method,
    botId: bot.user.id,
    payload: describe(request.raw),
    ok: body?.ok ?? false,
    ...(body?.ok === false
      ? { error: { code: body.error_code, description: body.description } }
      : {}),
    ...(isDropped ? { isDropped: true } : {}),
    at,
  });
  return isDropped || !body ? { kind: 'dropped' } : { kind: 'answer', body };
}

/** The bot of that token. */
export function findBot(world: World, token: string): Bot | Refusal {
  const isShaped = token.includes(':') && !token.startsWith('0') && token.length <= 80;
  if (!isShaped) return new Refusal(401, 'Unauthorized: invalid token specified');
  return world.bots.get(token) ?? new Refusal(401, 'Unauthorized');
}

async function answer(
  world: World,
  bot: Bot,
  { method, raw, signal }: Request,
  fault: FaultRule | undefined,
): Promise<ApiResponse<unknown>> {
  try {
    if (fault?.kind === 'status') throw toRefusal(fault);
    const spec = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (!spec) throw new Refusal(404, 'Not Found: method not found');
    const handler = HANDLERS.get(method);
    if (!handler) throw refusal(`method ${method} is not supported by this emulator`);
    const warn = (warning: string): void => void world.warnings.push(warning);
    const args = readArguments(method, spec, raw, warn);
    const result = await handler({ world, bot, args, signal });
    return { ok: true, result: structuredClone(result) };
  } catch (error) {
    if (error instanceof Refusal) return toError(error);
    world.warnings.push(`${method}: the emulator itself failed: ${String(error)}`);
    return toError(new Refusal(500, `Internal Server Error: emulator: ${String(error)}`));
  }
}

function toRefusal({ status, retryAfter }: FaultRule & { kind: 'status' }): Refusal {
  if (status === 429) return tooManyRequests(retryAfter ?? 1);
  const names: Readonly<Record<number, string>> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    409: 'Conflict',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Timeout',
  };
  return new Refusal(status, names[status] ?? `Error ${status}`);
}

function toError({ code, message, parameters }: Refusal): ApiError {
  const error: ApiError = { ok: false, error_code: code, description: message };
  return parameters ? { ...error, parameters } : error;
}

function toChatId(value: unknown): number | undefined {
  const chatId = typeof value === 'string' ? Number(value) : value;
  return Number.isSafeInteger(chatId) ? (chatId as number) : undefined;
}

function describe(raw: RawArguments): CallRecord['payload'] {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (isUpload(value)) return [name, { file: value.name, sizeBytes: value.bytes.length }];
      return [name, structuredClone(value)];
    }),
  );
}

function record(world: World, call: CallRecord): void {
  world.calls.push(call);
  if (world.calls.length > KEPT_CALLS) world.calls.shift();
  emit(world, { kind: 'call', call });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
