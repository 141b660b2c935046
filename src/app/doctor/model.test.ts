import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { checkModel, checkOffered } from './model.ts';

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An Ollama that answers with `body`. */
async function ollama(body: string): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/api/tags' ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const has = (...names: readonly string[]) =>
  JSON.stringify({ models: names.map((name) => ({ name })) });

it.each([
  [has('qwen4:8b', 'gemma4:latest'), 'ok', 'the model is gemma4 of Ollama'],
  [has('qwen4:8b'), 'broken', 'Ollama has no model gemma4'],
  ['<html>a proxy</html>', 'broken', 'Ollama does not answer at OLLAMA_URL'],
] as const)('asks Ollama for its models: %s', async (body, state, what) => {
  expect(await checkModel({ kind: 'ollama', url: await ollama(body) })).toMatchObject({
    state,
    what,
  });
});

it('says that Ollama is not there', async () => {
  const finding = await checkModel({ kind: 'ollama', url: 'http://127.0.0.1:9' });
  expect(finding).toMatchObject({ state: 'broken', mend: 'start it, and check OLLAMA_URL' });
});

it('does not call a key good that it has not tried', async () => {
  const finding = await checkModel({ kind: 'anthropic', apiKey: 'k'.repeat(20) });
  expect(finding).toMatchObject({ state: 'unknown' });
  expect(JSON.stringify(finding)).not.toContain('kkk');
});

it('asks a foreign gateway for a model that could answer', async () => {
  const one = { id: 'anthropic/opus', name: 'Opus' };
  const of = (isAvailable: boolean) => ({ models: async () => [{ ...one, isAvailable }] });
  expect(await checkOffered(of(true))).toMatchObject({
    state: 'ok',
    what: 'the gateway has a model: anthropic/opus',
  });
  expect(await checkOffered(of(false))).toMatchObject({ state: 'broken' });
  expect(await checkOffered({ models: async () => [] })).toMatchObject({ state: 'broken' });
  const lost = { models: async () => Promise.reject(new Error('lost')) };
  expect(await checkOffered(lost)).toMatchObject({ state: 'unknown' });
});
