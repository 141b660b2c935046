import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError } from '@grammyjs/types';
import { readParameters } from './request/body.ts';
import { callMethod, findBot, type Outcome } from './call.ts';
import { HttpRefusal, Refusal } from './refusal.ts';
import { readTarget, type Target } from './request/target.ts';
import type { World } from './world.ts';

/** Where to listen. */
export interface Address {
  readonly host: string;
  /** Any free one for 0. */
  readonly port: number;
  /** Answers what is asked for under `/sim`; without it that is not found. */
  readonly besides?: RequestListener;
}

/** Where the emulator listens. */
export interface Listening {
  /** Without a slash at the end; good as `TELEGRAM_API_ROOT`. */
  readonly url: string;
  /** Ends every connection, long polls too. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 120_000;
const NOT_FOUND: ApiError = { ok: false, error_code: 404, description: 'Not Found' };

/** Serves `/bot<token>/<method>` and `/file/bot<token>/<path>` until closed. */
export async function listen(world: World, { host, port, besides }: Address): Promise<Listening> {
  const server = createServer((request, response) => {
    if (besides && /^\/sim(?:[/?]|$)/u.test(request.url ?? '')) besides(request, response);
    else void respond(world, request, response);
  });
  // A client that keeps its connections must not meet one that just timed out here.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close() {
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

async function respond(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    // [TD] HttpReader.cpp, parse_head.
    if (request.method !== 'GET' && request.method !== 'POST') throw new HttpRefusal(501);
    const target = readTarget(request.url ?? '/');
    if (!target) return sendJson(response, NOT_FOUND);
    if (target.kind === 'file') return sendFile(world, response, target);
    finish(response, await call(world, target, request, response));
  } catch (error) {
    refuse(request, response, error);
  }
}

async function call(
  world: World,
  { token, isTest, rest, url }: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  const { values, warnings } = await readParameters(request, url);
  const { method: inParameters, ...raw } = values;
  // Telegram takes the method from the parameters where the path names none ([S] Query.cpp).
  const method = rest === '' && typeof inParameters === 'string' ? inParameters : rest;
  for (const warning of warnings) world.warnings.add(`${method}: ${warning}`);
  const hangUp = new AbortController();
  response.once('close', () => hangUp.abort());
  return callMethod(world, {
    token,
    isTest,
    method,
    raw: rest === '' ? raw : values,
    signal: hangUp.signal,
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (error instanceof HttpRefusal) {
    response.writeHead(error.status, { 'content-length': 0, connection: 'close' });
    response.end();
    request.resume();
    return;
  }
  const { code, message } =
    error instanceof Refusal ? error : new Refusal(400, `Bad Request: ${String(error)}`);
  sendJson(response, { ok: false, error_code: code, description: message });
}

function finish(response: ServerResponse, outcome: Outcome): void {
  if (outcome.kind === 'dropped') response.socket?.destroy();
  else if (outcome.kind === 'answer') sendJson(response, outcome.body);
  else {
    const text = JSON.stringify(outcome.body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(text.slice(0, Math.max(1, Math.floor(text.length / 2))));
  }
}

function sendJson(response: ServerResponse, body: { readonly ok: boolean } | ApiError): void {
  const error = body.ok ? undefined : (body as ApiError);
  const retryAfter = error?.parameters?.retry_after;
  response.writeHead(error?.error_code ?? 200, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(body));
}

function sendFile(world: World, response: ServerResponse, target: Target): void {
  const bot = findBot(world, target);
  if (bot instanceof Refusal)
    return sendJson(response, { ok: false, error_code: bot.code, description: bot.message });
  const file = world.files.download(bot.user.id, target.rest);
  if (!file) return sendJson(response, NOT_FOUND);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': file.bytes.length,
  });
  response.end(file.bytes);
}
