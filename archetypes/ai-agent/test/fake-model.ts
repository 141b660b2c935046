import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message, ToolDescription } from '../src/chat.ts';

/** What the fake model was sent. */
export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDescription[];
}

/** One answer of the script: said, called, or any HTTP answer. */
export type Scripted =
  | { readonly say: string }
  | { readonly call: readonly (readonly [name: string, args: object | string])[] }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: string };

/** A model on a port of its own that answers by a script: `await using fake = …` ends it. */
export async function startFakeModel(...script: readonly Scripted[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join('')) as Asked;
    const { authorization } = request.headers;
    asked.push({ ...body, path: request.url ?? '', authorization });
    const next = script[asked.length - 1] ?? { status: 418, body: 'the script is over' };
    if ('status' in next) return response.writeHead(next.status, next.headers).end(next.body);
    const message =
      'say' in next
        ? { role: 'assistant', content: next.say }
        : { role: 'assistant', content: null, tool_calls: next.call.map(toCall) };
    const json = JSON.stringify({ choices: [{ index: 0, message }] });
    return response.writeHead(200, { 'content-type': 'application/json' }).end(json);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
    },
  };
}

function toCall([name, args]: readonly [string, object | string], index: number) {
  const json = typeof args === 'string' ? args : JSON.stringify(args);
  return { id: `call-${index + 1}`, type: 'function', function: { name, arguments: json } };
}
