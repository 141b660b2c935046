import { expect, it } from 'vitest';
import { runReader } from './runs.ts';

const sessionKey = 'agent:main:tg:1:0:2:shop';
const directory = '/projects/shop';
const runId = 'r1';

function reader() {
  const runs = runReader((key) => (key === sessionKey ? directory : undefined));
  const chat = (state: string, rest: object = {}, id = runId) =>
    runs.read('chat', { runId: id, sessionKey, seq: 1, state, ...rest });
  const agent = (stream: string, data: object, id = runId) =>
    runs.read('agent', { runId: id, sessionKey, seq: 1, ts: 1, stream, data });
  const start = (id = runId) => agent('lifecycle', { phase: 'start', startedAt: 1 }, id);
  return { runs, chat, agent, start };
}

function said(text: string) {
  return { message: { role: 'assistant', content: [{ type: 'text', text }] } };
}

it('tells the start once, though a retry of the model starts the lifecycle again', () => {
  const { agent, start } = reader();

  expect(start()).toEqual([{ kind: 'started', sessionKey, runId }]);
  const retrying = { phase: 'retrying', reason: 'rate_limit', retryAttempt: 1, maxRetries: 10 };
  expect(agent('run_status', retrying)).toEqual([
    {
      kind: 'retrying',
      sessionKey,
      runId,
      cause: 'rate-limit',
      reason: 'rate_limit',
      attempt: 1,
      limit: 10,
    },
  ]);
  expect(start()).toEqual([]);
});

it('tells the text whole, and the same text once', () => {
  const { chat, start } = reader();
  start();

  expect(chat('delta', { deltaText: 'a', ...said('a') })).toMatchObject([{ text: 'a' }]);
  expect(chat('delta', { deltaText: '', ...said('a') })).toEqual([]);
  expect(chat('delta', { deltaText: ' b', ...said('a b') })).toMatchObject([{ text: 'a b' }]);
});

it('adds what is said before a tool call to the text', () => {
  const { chat, agent, start } = reader();
  start();
  chat('delta', { deltaText: '', ...said('I look.') });

  expect(agent('item', { kind: 'preamble', phase: 'update', progressText: 'I look.' })).toEqual([]);
  expect(
    agent('item', { kind: 'preamble', phase: 'update', progressText: 'I write.' }),
  ).toMatchObject([{ kind: 'text', text: 'I look.\n\nI write.' }]);
});

it('takes a final without a message of a run that never began for queued', () => {
  const { chat } = reader();

  expect(chat('final', { stopReason: 'stop' })).toEqual([]);
  expect(chat('final', said('later'), 'r2')).toMatchObject([
    { kind: 'started', runId: 'r2' },
    { kind: 'final', runId: 'r2', text: 'later' },
  ]);
});

it('ends a run that began and has nothing to say', () => {
  const { chat, start } = reader();
  start();

  expect(chat('final')).toEqual([{ kind: 'final', sessionKey, runId, text: '' }]);
});

it('ends a run though its message cannot be read', () => {
  const { chat, start } = reader();
  start();
  chat('delta', { deltaText: 'a', ...said('a') });

  expect(chat('final', { message: { content: 7 } })).toMatchObject([{ kind: 'final', text: 'a' }]);
});

it('hears nothing more of a run that ended', () => {
  const { chat, agent, start } = reader();
  start();
  expect(chat('aborted', { stopReason: 'rpc', ...said('par') })).toEqual([
    { kind: 'aborted', sessionKey, runId, text: 'par' },
  ]);

  expect(agent('lifecycle', { phase: 'error', error: 'aborted' })).toEqual([]);
  expect(start()).toEqual([]);
  expect(chat('final', said('late'))).toEqual([]);
});

it.each([
  [
    { errorDetail: { failoverReason: 'auth', providerRuntimeFailureKind: 'auth_invalid_token' } },
    'auth',
  ],
  [{ errorDetail: { failoverReason: 'auth_permanent' } }, 'auth'],
  [{ errorDetail: { failoverReason: 'billing' } }, 'billing'],
  [{ errorKind: 'rate_limit' }, 'rate-limit'],
  [{ errorDetail: { failoverReason: 'server_error' }, errorMessage: 'bad api key' }, 'unavailable'],
  [{ errorDetail: { failoverReason: 'overloaded' } }, 'overloaded'],
  [{ errorKind: 'context_length' }, 'too-long'],
  [{ errorDetail: { failoverReason: 'model_not_found' } }, 'no-such-model'],
  [{ errorKind: 'refusal' }, 'declined'],
  [{ errorKind: 'a word of tomorrow' }, 'other'],
  [{ errorMessage: 'Prompt is too long: 250000 tokens' }, 'too-long'],
  [
    {
      errorMessage:
        'Inline API key for provider "x" is temporarily disabled after a provider auth/billing failure.',
    },
    'auth',
  ],
  [{}, 'other'],
])('finds what a person can do about %j', (error, cause) => {
  const { chat, start } = reader();
  start();

  expect(chat('error', error)).toMatchObject([{ kind: 'failed', cause }]);
});

it('makes up no reason where the gateway gives none', () => {
  const { chat, start } = reader();
  start();

  expect(chat('error', {})).toMatchObject([{ kind: 'failed', detail: '' }]);
});

it('tells the plan of the agent whole, without what cannot be read', () => {
  const { agent, start } = reader();
  start();

  const steps = [
    { step: 'Read', status: 'completed' },
    { step: 'Write', status: 'in_progress' },
    { step: 'Test', status: 'pending' },
    { step: 'Odd', status: 'dreaming' },
  ];
  expect(agent('plan', { phase: 'update', steps })).toEqual([
    {
      kind: 'plan',
      sessionKey,
      runId,
      items: [
        { title: 'Read', state: 'done' },
        { title: 'Write', state: 'running' },
        { title: 'Test', state: 'waiting' },
      ],
    },
  ]);
  expect(agent('plan', { phase: 'update' })).toMatchObject([{ kind: 'plan', items: [] }]);
});

const call = { toolCallId: 'c1', name: 'write' };

it('makes one step of what is told twice, with paths inside the project', () => {
  const { agent } = reader();
  const item = { ...call, kind: 'tool', title: `Write to ${directory}/src/a.ts` };
  const patch = `--- ${directory}/src/a.ts\n+++ ${directory}/src/a.ts\n@@ -0,0 +1 @@\n+hi\n`;
  const step = { kind: 'step', stepId: 'c1', tool: 'write', title: 'Write to src/a.ts' };

  expect(agent('item', { ...item, phase: 'start', status: 'running' })).toMatchObject([
    { ...step, state: 'running' },
  ]);
  const args = { path: `${directory}/src/a.ts`, content: 'hi' };
  expect(agent('tool', { ...call, phase: 'start', args })).toMatchObject([
    { ...step, state: 'running', file: 'src/a.ts' },
  ]);
  agent('tool', { ...call, phase: 'result', isError: false, result: { details: { patch } } });
  expect(agent('item', { ...item, phase: 'end', status: 'completed' })).toEqual([
    {
      ...step,
      sessionKey,
      runId,
      state: 'done',
      file: 'src/a.ts',
      patch: '--- src/a.ts\n+++ src/a.ts\n@@ -0,0 +1 @@\n+hi\n',
    },
  ]);
  expect(agent('item', { ...item, phase: 'update', title: 'Again', status: 'running' })).toEqual(
    [],
  );
});

it('believes the item that a command failed, though its tool did not', () => {
  const { agent } = reader();
  const exec = { toolCallId: 'c2', name: 'exec' };
  agent('item', { ...exec, kind: 'tool', phase: 'start', title: 'Exec false' });
  agent('tool', { ...exec, phase: 'start', args: { command: 'false' } });
  agent('tool', { ...exec, phase: 'result', isError: false, result: { details: { exitCode: 1 } } });

  expect(agent('item', { ...exec, kind: 'tool', phase: 'end', status: 'failed' })).toMatchObject([
    { state: 'failed', command: 'false' },
  ]);
});

it('ends a step that has no item with its result', () => {
  const { agent } = reader();
  agent('tool', { ...call, phase: 'start', args: { path: 'a.ts' } });

  expect(agent('tool', { ...call, phase: 'result', isError: true })).toMatchObject([
    { state: 'failed', file: 'a.ts' },
  ]);
});

it('names no file outside the project', () => {
  const { agent } = reader();

  for (const path of ['/etc/passwd', `${directory}/../other/x`, directory]) {
    const [event] = agent('tool', {
      toolCallId: path,
      name: 'read',
      phase: 'start',
      args: { path },
    });
    expect(event).not.toHaveProperty('file');
  }
});

it('shows the tool that is reached, not the way to it', () => {
  const { agent } = reader();

  expect(
    agent('item', { kind: 'tool', phase: 'start', toolCallId: 'c', name: 'tool_call' }),
  ).toEqual([]);
});

it('begins anew with a run of a gateway that was restarted', () => {
  const { runs, chat, start } = reader();
  start();
  chat('delta', { deltaText: 'a', ...said('a') });
  runs.forget();

  expect(chat('delta', { deltaText: 'a', ...said('a') })).toMatchObject([
    { kind: 'started' },
    { kind: 'text', text: 'a' },
  ]);
});

it('does not keep runs that never end', () => {
  const { start } = reader();
  start('first');
  for (let at = 0; at < 1_000; at += 1) start(`r${at}`);

  expect(start('r999')).toEqual([]);
  expect(start('first')).toHaveLength(1);
});

it.each([
  ['chat', { runId: 'r', state: 'delta' }],
  ['chat', { runId: 'r', sessionKey, state: 'sideways' }],
  ['chat', 'text'],
  ['agent', { runId: 'r', sessionKey, stream: 'tool', data: { phase: 'start' } }],
  ['agent', null],
])('throws for a malformed %s frame', (event, payload) => {
  expect(() => reader().runs.read(event, payload)).toThrow(
    expect.objectContaining({ name: 'ZodError' }),
  );
});
