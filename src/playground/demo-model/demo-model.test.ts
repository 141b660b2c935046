import { request } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DemoModel, startDemoModel } from './demo-model.ts';

interface Chunk {
  readonly choices: readonly { readonly delta: Delta; readonly finish_reason: string | null }[];
  readonly usage?: object;
}

interface Delta {
  readonly content?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly id?: string;
    readonly function: { readonly name?: string; readonly arguments: string };
  }[];
}

let model: DemoModel;

beforeEach(async () => {
  model = await startDemoModel({ apiKey: 'sk-right', now: () => 1_700_000_000_000 });
});
afterEach(() => model.close());

function post(body: unknown, key = 'sk-right', signal?: AbortSignal): Promise<Response> {
  return fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });
}

const ask = (content: string, more: object = {}) => ({
  model: 'demo-1',
  messages: [{ role: 'user', content }],
  ...more,
});

async function complete(body: object) {
  return (await (await post(body)).json()) as {
    readonly choices: readonly { readonly message: { readonly content: string } }[];
    readonly usage: Readonly<
      Record<'prompt_tokens' | 'completion_tokens' | 'total_tokens', number>
    >;
  };
}

async function said(body: object): Promise<string | undefined> {
  return (await complete(body)).choices[0]?.message.content;
}

/** The events of a stream, parsed; fails unless `[DONE]` comes last. */
async function events(response: Response): Promise<Chunk[]> {
  const datas = (await response.text()).split('\n\n').filter(Boolean);
  expect(datas.pop()).toBe('data: [DONE]');
  return datas.map((data) => JSON.parse(data.slice('data: '.length)) as Chunk);
}

const deltas = (all: readonly Chunk[]) =>
  all.flatMap(({ choices }) => choices.map(({ delta }) => delta));

it('lists its only model', async () => {
  const response = await fetch(`${model.url}/models`, {
    headers: { authorization: 'Bearer sk-right' },
  });

  expect(await response.json()).toMatchObject({ object: 'list', data: [{ id: 'demo-1' }] });
});

it("refuses a wrong or missing key with OpenAI's error", async () => {
  for (const response of [await post(ask('hi'), 'sk-wrong'), await fetch(`${model.url}/models`)]) {
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  }
});

it('refuses what is not a request, and says why', async () => {
  for (const [body, status, message] of [
    ['{"model":', 400, /not JSON/u],
    [{ model: 'demo-1' }, 400, /messages/u],
    [{ ...ask('hi'), messages: [] }, 400, /messages/u],
    [{ ...ask('hi'), model: 'gpt-9' }, 404, /gpt-9/u],
    [`"${'x'.repeat(33 * 1_024 * 1_024)}"`, 413, /too large/u],
  ] as const) {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(message) },
    });
  }
  expect(
    (await fetch(`${model.url}/x`, { headers: { authorization: 'Bearer sk-right' } })).status,
  ).toBe(404);
});

it('answers without a stream, and says that it is a demo', async () => {
  const answer = await complete(ask('hello'));

  expect(answer).toMatchObject({ object: 'chat.completion', created: 1_700_000_000 });
  expect(answer.choices[0]).toMatchObject({
    finish_reason: 'stop',
    message: { role: 'assistant' },
  });
  expect(answer.choices[0]?.message.content).toMatch(/Demo model/u);
  expect(answer.usage.total_tokens).toBe(
    answer.usage.prompt_tokens + answer.usage.completion_tokens,
  );
  expect(answer.usage.completion_tokens).toBeGreaterThan(0);
});

it('answers in the language of the request', async () => {
  expect(await said(ask('привет'))).toMatch(/Демо-модель/u);
});

it('tells how to set a real model when it does not understand', async () => {
  const text = await said(ask('write me a compiler'));

  for (const name of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OLLAMA_URL']) {
    expect(text).toContain(name);
  }
});

it('streams a text whose pieces make the whole, with the usage last', async () => {
  model.script(() => ({ text: '  Один\n\n```ts\ncode  \n```\n' }));

  const all = await events(
    await post(ask('x', { stream: true, stream_options: { include_usage: true } })),
  );

  expect(
    deltas(all)
      .map((delta) => delta.content ?? '')
      .join(''),
  ).toBe('  Один\n\n```ts\ncode  \n```\n');
  expect(all.filter((event) => event.choices[0]?.finish_reason)).toHaveLength(1);
  expect(all.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
});

it('leaves the usage out of a stream that did not ask for it', async () => {
  const all = await events(await post(ask('hi', { stream: true })));

  expect(all.some((event) => event.usage)).toBe(false);
  expect(all.at(-1)?.choices[0]?.finish_reason).toBe('stop');
});

it('streams tool calls in pieces that make the whole', async () => {
  const long = { path: 'a', content: 'слово '.repeat(40) };
  model.script(() => ({
    text: 'Now.',
    toolCalls: [
      { name: 'write', arguments: long },
      { name: 'exec', arguments: { command: 'ls' } },
    ],
  }));

  const all = await events(await post(ask('x', { stream: true })));

  const parts = deltas(all).flatMap((delta) => delta.tool_calls ?? []);
  const whole = (index: number) =>
    parts
      .filter((part) => part.index === index)
      .map((part) => part.function.arguments)
      .join('');
  expect(JSON.parse(whole(0))).toEqual(long);
  expect(JSON.parse(whole(1))).toEqual({ command: 'ls' });
  const heads = parts.filter((part) => part.id);
  expect(heads.map((part) => part.function.name)).toEqual(['write', 'exec']);
  expect(new Set(heads.map((part) => part.id)).size).toBe(2);
  expect(all.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

it('reads a request that arrives byte by byte', async () => {
  const body = Buffer.from(JSON.stringify(ask('привет 👋')));

  const status = await new Promise((resolve, reject) => {
    const outgoing = request(`${model.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-right' },
    });
    outgoing
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject);
    for (const byte of body) outgoing.write(Uint8Array.of(byte));
    outgoing.end();
  });

  expect(status).toBe(200);
  expect(model.requests.at(-1)?.lastUserText).toBe('привет 👋');
});

it('lets a handler see the request and decide, until it is taken back', async () => {
  const parameters = { type: 'object', properties: { path: {} } };
  const tools = [{ type: 'function', function: { name: 'read', parameters } }];
  const handler = vi.fn<(seen: object) => { text: string } | undefined>(() => ({ text: 'mine' }));
  model.script(handler);

  const first = await said(ask('hi', { tools }));
  handler.mockReturnValue(undefined);
  const second = await said(ask('hi'));
  model.script(undefined);
  await post(ask('hi'));

  expect(first).toBe('mine');
  expect(second).toMatch(/Demo model/u);
  expect(handler).toHaveBeenCalledTimes(2);
  expect(handler.mock.calls[0]?.[0]).toMatchObject({
    lastUserText: 'hi',
    tools: [{ name: 'read', parameters: ['path'] }],
  });
});

it('calls no tools for a client that forbids them', async () => {
  const tools = [{ type: 'function', function: { name: 'exec' } }];

  expect(await said(ask('run `ls`', { tools, tool_choice: 'none' }))).toMatch(/not allowed/u);
  expect(await said(ask('run `ls`', { tools }))).toBeNull();
});

it("fails with the status that a handler wants, in OpenAI's words", async () => {
  model.script(() => ({ status: 429, text: 'Slow down.' }));

  const response = await post(ask('hi', { stream: true }));

  expect(response.status).toBe(429);
  expect(await response.json()).toMatchObject({
    error: { message: 'Slow down.', code: 'rate_limit_exceeded' },
  });
});

it('answers 500 when a handler throws, and lives on', async () => {
  model.script(() => {
    throw new Error('broken handler');
  });
  expect((await post(ask('hi'))).status).toBe(500);

  model.script(undefined);
  expect((await post(ask('hi'))).status).toBe(200);
});

it('stops streaming when the client goes, and serves the next one', async () => {
  const leaving = new AbortController();
  const response = await post(
    ask('count slowly to 600', { stream: true }),
    'sk-right',
    leaving.signal,
  );
  const reader = response.body!.getReader();
  await reader.read();

  leaving.abort();

  await expect(reader.read()).rejects.toThrow('aborted');
  expect((await post(ask('hi'))).status).toBe(200);
});

it('closes at once while an answer is streaming', async () => {
  const response = await post(ask('count slowly to 600', { stream: true }));

  await model.close();

  await expect(response.text()).rejects.toThrow('terminated');
  model = await startDemoModel({ apiKey: 'sk-right' });
});

it('keeps only the newest requests', async () => {
  for (let count = 0; count < 205; count++) await post(ask(`text ${count}`));

  expect(model.requests).toHaveLength(200);
  expect(model.requests.at(-1)?.lastUserText).toBe('text 204');
});
