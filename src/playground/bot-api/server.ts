import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError } from '@grammyjs/types';
import { readParameters } from './body.ts';
import { callMethod, findBot, type Outcome } from './call.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

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
export async function listen(
  world: World,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer((request, response) => {
    void respond(world, request, response);
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
    const url = new URL(request.url ?? '/', 'http://emulator');
    const [, file, token, rest] = /^\/(file\/)?bot([^/]+)\/(.+)$/u.exec(url.pathname) ?? [];
    if (token === undefined || rest === undefined) return sendJson(response, NOT_FOUND);
    if (file) return sendFile(world, response, decodeURIComponent(token), rest);
    const raw = await readParameters(request, url);
    const hangUp = new AbortController();
    response.once('close', () => hangUp.abort());
    const call = { token: decodeURIComponent(token), method: rest, raw, signal: hangUp.signal };
    return finish(response, await callMethod(world, call));
  } catch (error) {
    const refused = error instanceof Refusal ? error : new Refusal(400, 'Bad Request');
    return sendJson(response, {
      ok: false,
      error_code: refused.code,
      description: refused.message,
    });
  }
}

function finish(response: ServerResponse, outcome: Outcome): void {
  if (outcome.kind === 'dropped') response.socket?.destroy();
  else sendJson(response, outcome.body);
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

function sendFile(world: World, response: ServerResponse, token: string, path: string): void {
  const bot = findBot(world, token);
  if (bot instanceof Refusal)
    return sendJson(response, { ok: false, error_code: bot.code, description: bot.message });
  const file = world.files.download(bot.user.id, decodeURIComponent(path));
  if (!file) return sendJson(response, NOT_FOUND);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': file.bytes.length,
  });
  response.end(file.bytes);
}
