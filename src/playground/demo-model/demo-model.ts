import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './answer.ts';
import { MODEL_ID, toChunks, toCompletion } from './completion.ts';
import { isBearer, readBody, sendError, sendEvents, sendJson } from './http.ts';
import { type ChatRequest, type Message, parseChatRequest, type Tool } from './request.ts';
import type { Reply } from './reply.ts';
import { readTurn } from './turn.ts';

const KEPT_REQUESTS = 200;

/** What a handler of `script` sees. */
export interface DemoRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** The last request of a person, without what OpenClaw adds around it. */
  readonly lastUserText: string;
}

/** Decides a reply; `undefined` leaves it to the built-in behavior. */
type DemoHandler = (request: DemoRequest) => Reply | undefined;

/** A running demo model. */
export interface DemoModel {
  /** Base URL for an OpenAI client, `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
  /** The newest 200 requests that it answered, oldest first. */
  readonly requests: readonly DemoRequest[];
  /** Takes over the answers from now on; `undefined` gives them back. */
  script(handler: DemoHandler | undefined): void;
  /** Stops at once; answers that are still streaming are cut. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for a language model that speaks OpenAI's chat completions and says that it is
 * one. It understands a handful of requests (see `skills/`) and the `#demo` lines of
 * `demo-script.ts`, works through the client's tools, and keeps nothing between calls.
 */
export async function startDemoModel(options: {
  readonly host?: string;
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly apiKey: string;
  /** Other names that it answers to. */
  readonly alsoCalled?: readonly string[];
  readonly now?: () => number;
}): Promise<DemoModel> {
  const { host = '127.0.0.1', port = 0, apiKey, now = Date.now, alsoCalled = [] } = options;
  const requests: DemoRequest[] = [];
  let handler: DemoHandler | undefined;

  const decide = (request: ChatRequest): Reply => {
    const { messages, tools } = request;
    const seen = { messages, tools, lastUserText: readTurn(request).text };
    requests.push(seen);
    if (requests.length > KEPT_REQUESTS) requests.shift();
    return handler?.(seen) ?? answer(request);
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = (incoming.url ?? '').split('?', 1)[0];
    if (!isBearer(incoming.headers.authorization, apiKey)) {
      return sendError(outgoing, 401, 'Incorrect API key provided.');
    }
    if (incoming.method === 'GET' && path === '/v1/models') {
      const model = { id: MODEL_ID, object: 'model', created: 0, owned_by: 'codefoundry' };
      return sendJson(outgoing, 200, { object: 'list', data: [model] });
    }
    if (incoming.method !== 'POST' || path !== '/v1/chat/completions') {
      return sendError(outgoing, 404, `Unknown request URL: ${incoming.method} ${path}.`);
    }
    const body = await readBody(incoming);
    if (body === undefined) return sendError(outgoing, 413, 'The body is too large.');
    const request = parseChatRequest(body);
    if (typeof request === 'string') return sendError(outgoing, 400, request);
    if (request.model !== MODEL_ID && !alsoCalled.includes(request.model)) {
      return sendError(outgoing, 404, `The model "${request.model}" does not exist.`);
    }
    const reply = decide(request);
    if (reply.status !== undefined) {
      return sendError(outgoing, reply.status, reply.text ?? 'The demo model was told to fail.');
    }
    const stamp = { id: randomUUID(), createdAtMs: now() };
    if (!request.stream) return sendJson(outgoing, 200, toCompletion(stamp, request, reply));
    const chunks = toChunks(stamp, request, reply);
    return sendEvents(outgoing, chunks, reply.chunkDelayMs ?? 0);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      else sendError(outgoing, 500, error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve());
  });
  const { port: boundPort } = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}/v1`,
    requests,
    script(next) {
      handler = next;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
