import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Scripted, startFakeModel } from '../test/fake-model.ts';
import { createAgent } from './agent.ts';
import { connectModel } from './model.ts';
import { loadTools } from './tool.ts';

async function start(script: readonly Scripted[], maxSteps?: number) {
  const fake = await startFakeModel(...script);
  const calls: string[] = [];
  const agent = createAgent({
    model: connectModel({ url: fake.url, name: 'fake' }),
    tools: await loadTools(),
    instructions: 'Be kind.',
    onCall: (name, args) => calls.push(`${name} ${args}`),
    ...(maxSteps !== undefined && { maxSteps }),
  });
  return { agent, calls, asked: fake.asked, [Symbol.asyncDispose]: fake[Symbol.asyncDispose] };
}

test('answers without tools when it needs none', async () => {
  await using world = await start([{ say: 'Hello!' }]);

  assert.equal(await world.agent.ask('Hi'), 'Hello!');

  assert.deepEqual(world.asked[0]?.messages, [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
  ]);
});

test('calls what the model asks for, in its order, and hands it the results', async () => {
  await using world = await start([
    {
      call: [
        ['calculate', { left: 6, operator: '*', right: 7 }],
        ['calculate', { left: 1, operator: '-', right: 3 }],
      ],
    },
    { say: '42 and -2' },
  ]);

  assert.equal(await world.agent.ask('6 * 7, 1 - 3?'), '42 and -2');

  assert.deepEqual(world.asked[1]?.messages.slice(3), [
    { role: 'tool', tool_call_id: 'call-1', content: '42' },
    { role: 'tool', tool_call_id: 'call-2', content: '-2' },
  ]);
  assert.deepEqual(world.calls, [
    'calculate {"left":6,"operator":"*","right":7}',
    'calculate {"left":1,"operator":"-","right":3}',
  ]);
});

test('remembers what was said before, and forgets a question that failed', async () => {
  await using world = await start([
    { say: 'Hello, Ada!' },
    { status: 400, body: 'no' },
    { say: 'Ada' },
  ]);

  await world.agent.ask('I am Ada');
  await assert.rejects(world.agent.ask('broken'), { message: 'The model answered 400: no' });
  await world.agent.ask('Who am I?');

  const said = world.asked[2]?.messages.map(({ content }) => content);
  assert.deepEqual(said, ['Be kind.', 'I am Ada', 'Hello, Ada!', 'Who am I?']);
});

test('gives up on a model that only calls tools', async () => {
  const loop: Scripted = { call: [['calculate', { left: 1, operator: '+', right: 1 }]] };
  await using world = await start([loop, loop, loop, loop], 3);

  await assert.rejects(world.agent.ask('Loop'), { message: 'No answer after 3 steps.' });

  assert.equal(world.asked.length, 3);
});

test('does not take silence for an answer', async () => {
  await using world = await start([{ say: '' }]);

  await assert.rejects(world.agent.ask('Hi'), { message: 'The model said nothing.' });
});
