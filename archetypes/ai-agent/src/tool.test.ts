import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { callTool, defineTool, describe, loadTools } from './tool.ts';

const { signal } = new AbortController();
const tools = new Map([
  [
    'repeat',
    defineTool({
      description: 'Repeats a word',
      parameters: z.object({ word: z.string(), times: z.number().int().default(2) }),
      run({ word, times }) {
        if (word === 'boom') throw new Error('it broke');
        return word === 'nothing' ? undefined : word === 'list' ? [word] : word.repeat(times);
      },
    }),
  ],
]);

for (const { json, result } of [
  { json: '{"word":"ha"}', result: 'haha' },
  { json: '{"word":"ha","times":3}', result: 'hahaha' },
  { json: '{"word":"list"}', result: '["list"]' },
  { json: '{"word":"nothing"}', result: 'done' },
  { json: '{"word":"boom"}', result: 'Error: it broke' },
]) {
  test(`${json} gives ${result}`, async () => {
    assert.equal(await call('repeat', json), result);
  });
}

for (const { name, json, problem } of [
  { name: 'repeat', json: '{"word":7}', problem: /^Error: .*expected string[\s\S]*at word$/ },
  { name: 'repeat', json: '', problem: /^Error: .*expected string/ },
  { name: 'repeat', json: '{"word":', problem: /^Error: .*JSON/ },
  { name: 'dance', json: '{}', problem: /^Error: there is no tool dance$/ },
]) {
  test(`tells the model what is wrong with ${name} ${json}`, async () => {
    assert.match(await call(name, json), problem);
  });
}

test('does not go on after it was stopped', async () => {
  const stopped = AbortSignal.abort();

  await assert.rejects(call('repeat', '{"word":"boom"}', stopped), { name: 'AbortError' });
});

test('describes tools to the model as JSON schema', () => {
  const [described] = describe(tools);

  assert.deepEqual([described?.type, described?.function.name], ['function', 'repeat']);
  assert.equal(described?.function.description, 'Repeats a word');
  assert.deepEqual((described?.function.parameters as { properties: object }).properties, {
    word: { type: 'string' },
    times: {
      type: 'integer',
      default: 2,
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    },
  });
});

test('every tool has a name that the API takes, and says what it does', async () => {
  const loaded = await loadTools();

  assert.ok(loaded.has('calculate') && loaded.has('time_in'));
  for (const [name, { description }] of loaded) {
    assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/);
    assert.ok(description.length > 10, name);
  }
});

test('does not start with a file in src/tools/ that is no tool', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tools-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'empty.ts'), 'export {};');

  await assert.rejects(loadTools(pathToFileURL(`${folder}/`)), {
    message: 'empty.ts does not export "tool"',
  });
});

function call(name: string, json: string, stop = signal): Promise<string> {
  return callTool(tools, { id: '1', type: 'function', function: { name, arguments: json } }, stop);
}
