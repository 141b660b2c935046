import type { ApiError, ApiResponse } from '@grammyjs/types';
import { isUpload, type RawArguments, readArguments } from './request/arguments.ts';
import { misfortuneOf, toRefusal } from './faults/call-faults.ts';
import type { CallFault } from './faults/fault-rule.ts';
import type { CallRecord } from './call-record.ts';
import { METHODS } from './request/methods.generated.ts';
import { described } from './methods/described.ts';
import { HANDLERS } from './methods/table.ts';
import { Refusal, refusal } from './refusal.ts';
import { type Bot, emit, type World } from './world.ts';

/** What the caller gets: an answer, half of one, or a dead connection. */
export type Outcome =
  | { readonly kind: 'answer' | 'malformed'; readonly body: ApiResponse<unknown> }
  | { readonly kind: 'dropped' };

/** A request of a bot, as it came. */
export interface Request {
  readonly token: string;
  readonly method: string;
  readonly raw: RawArguments;
  /** Asked under `/test/`: of Telegram's test environment. The emulator's own when absent. */
  readonly isTest?: boolean;
  /** Aborted when the bot hangs up. */
  readonly signal?: AbortSignal;
}

const DECLARED = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));
const MAX_BOT_ID = 2 ** 54;

/** Does what the request asks for, faults and limits included. Never throws. */
export async function callMethod(world: World, request: Request): Promise<Outcome> {
  try {
    return await attempt(world, request);
  } catch (error) {
    return { kind: 'answer', body: toError(failure(world, request.method, error)) };
  }
}

async function attempt(world: World, request: Request): Promise<Outcome> {
  const at = world.now();
  const method = DECLARED.get(request.method.toLowerCase()) ?? request.method;
  const bot = findBot(world, request);
  if (bot instanceof Refusal) return { kind: 'answer', body: toError(bot) };
  const { delayMs, delayAfterMs, fault } = misfortuneOf(world, method, request.raw);
  await pause(world, delayMs);
  const isLost = fault?.kind === 'drop-before';
  const body = isLost ? undefined : await answer(world, bot, { ...request, method }, fault);
  await pause(world, delayAfterMs);
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
  if (isDropped || !body) return { kind: 'dropped' };
  return { kind: fault?.kind === 'malformed-answer' ? 'malformed' : 'answer', body };
}

/** The bot of that token, in that environment. */
export function findBot(
  world: World,
  { token, isTest }: Pick<Request, 'token' | 'isTest'>,
): Bot | Refusal {
  const isShaped = token.includes(':') && !/^0|\//u.test(token) && token.length <= 80;
  if (!isShaped) return new Refusal(401, 'Unauthorized: invalid token specified');
  const id = token.slice(0, token.indexOf(':'));
  if (!/^-?\d+$/u.test(id))
    return new Refusal(421, 'Misdirected Request: unallowed token specified');
  if (Number(id) <= 0 || Number(id) >= MAX_BOT_ID)
    return new Refusal(401, 'Unauthorized: invalid token specified');
  const isElsewhere = isTest !== undefined && isTest !== (world.environment === 'test');
  const bot = isElsewhere ? undefined : world.bots.get(token);
  return bot ?? new Refusal(401, 'Unauthorized');
}

async function answer(
  world: World,
  bot: Bot,
  { method, raw, signal }: Request,
  fault: CallFault | undefined,
): Promise<ApiResponse<unknown>> {
  const wanted = fault?.kind === 'status' ? toRefusal(fault) : undefined;
  const isAfterEffect = fault?.kind === 'status' && fault.isAfterEffect === true;
  try {
    if (wanted && !isAfterEffect) return toError(wanted);
    if (world.now() < bot.loggedOutUntilMs) throw new Refusal(400, 'Logged out');
    const spec = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (!spec) throw new Refusal(404, 'Not Found: method not found');
    const handler = HANDLERS.get(method);
    if (!handler) throw refusal(`method ${method} is not supported by this emulator`);
    const warn = (warning: string): void => world.warnings.add(warning);
    const args = readArguments(method, spec, raw, warn);
    const { result, description } = described(await handler({ world, bot, args, signal }));
    for (const name of args.unread()) warn(`${method}: ${name} is not built by this emulator.`);
    if (wanted) return toError(wanted);
    const words = description === undefined ? {} : { description };
    return { ok: true, result: structuredClone(result), ...words };
  } catch (error) {
    if (error instanceof Refusal) return toError(error);
    return toError(failure(world, method, error));
  }
}

function failure(world: World, method: string, error: unknown): Refusal {
  world.warnings.add(`${method}: the emulator itself failed: ${String(error)}`);
  return new Refusal(500, `Internal Server Error: emulator: ${String(error)}`);
}

function toError({ code, message, parameters }: Refusal): ApiError {
  const error: ApiError = { ok: false, error_code: code, description: message };
  return parameters ? { ...error, parameters } : error;
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
  world.calls.add(call);
  emit(world, { kind: 'call', call });
}

async function pause(world: World, ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    world.clock.after(ms, resolve);
  });
}
