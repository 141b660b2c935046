import { randomUUID } from 'node:crypto';
import { mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ANSWERS,
  COMMAND,
  FILE,
  gatewayContract,
  QUESTION,
  REQUESTS,
  SYSTEM,
} from '#ports/gateway/contract.ts';
import { openClawGateway } from '#ports/gateway/openclaw/gateway.ts';
import type { Gateway, GatewayEvent, GatewayState } from '#ports/gateway/port.ts';
import {
  startDemoModel,
  type DemoModel,
  type DemoRequest,
} from '#playground/demo-model/demo-model.ts';
import { flakyWire, type FlakyWire } from './flaky-wire.ts';
import { startOpenClaw, type OpenClawProcess } from './openclaw-process.ts';

const NUMBERS = [
  'one',
  'two',
  'three',
  ...Array.from({ length: 97 }, (_, index) => `${index + 4}`),
];

let model: DemoModel;
let openClaw: OpenClawProcess;
const wires: FlakyWire[] = [];
const gateways: Gateway[] = [];
const logged: string[] = [];

beforeAll(async () => {
  model = await startDemoModel({ apiKey: 'sk-test', alsoCalled: ['demo-1-other'] });
  model.script(agent);
  openClaw = await startOpenClaw({ url: model.url, apiKey: 'sk-test', id: 'demo-1' });
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await Promise.all(wires.map((wire) => wire.close()));
  await openClaw?.close();
  await model?.close();
});

/** The agent that the contract asks for, as a model: it decides by what was done so far. */
function agent({ messages, lastUserText }: DemoRequest) {
  // Behind the request the gateway puts a user row of its own, so rows are counted from the request.
  const asked = messages.findLastIndex((message) => JSON.stringify(message).includes(lastUserText));
  const result = messages.slice(asked).findLast(({ role }) => role === 'tool');
  // When the gateway goes on by itself it puts the request that was cut off before words of its own.
  const cutOff = Object.values(REQUESTS).find((one) => lastUserText.includes(`${one}\n\n[System]`));
  const request = cutOff ?? lastUserText;
  switch (request) {
    case REQUESTS.count:
      return { text: NUMBERS.join(' '), chunkDelayMs: 80 };
    case REQUESTS.write:
      return result
        ? { text: ANSWERS.write }
        : call('write', { path: FILE, content: 'hello\n' }, 'Let me write it.');
    case REQUESTS.run:
      if (!result) return call('exec', { command: COMMAND });
      return { text: JSON.stringify(result).includes('denied') ? ANSWERS.denied : ANSWERS.ran };
    case REQUESTS.ask: {
      if (result)
        return { text: `You chose ${/Redis|SQLite/u.exec(JSON.stringify(result))?.[0]}.` };
      const options = QUESTION.options.map((label) => ({ label }));
      const { id, text } = QUESTION;
      return call('ask_user', { questions: [{ id, header: 'Store', question: text, options }] });
    }
    case REQUESTS.told: {
      const system = JSON.stringify(messages.filter(({ role }) => role === 'system'));
      return { text: system.includes(SYSTEM) ? ANSWERS.told : ANSWERS.notTold };
    }
    case REQUESTS.say:
      return { text: ANSWERS.say, chunkDelayMs: 30 };
    default: {
      const status = /^fail (?<status>\d+)$/u.exec(lastUserText)?.groups?.['status'];
      return status === undefined
        ? { text: `Not understood: ${lastUserText}` }
        : { status: Number(status) };
    }
  }
}

function call(name: string, args: object, text?: string) {
  return {
    toolCalls: [{ name, arguments: args as Record<string, unknown> }],
    ...(text === undefined ? {} : { text }),
  };
}

async function connectTo(options: { token?: string; from?: string; identityFile?: string } = {}) {
  const wire = await flakyWire(openClaw.port, options.from);
  const gateway = openClawGateway({
    url: `ws://127.0.0.1:${wire.port}`,
    token: options.token ?? openClaw.token,
    now: Date.now,
    log: (message, details) => logged.push(`${message} ${JSON.stringify(details)}`),
    ...(options.identityFile === undefined ? {} : { identityFile: options.identityFile }),
  });
  wires.push(wire);
  gateways.push(gateway);
  return { wire, gateway };
}

gatewayContract(
  'OpenClaw',
  async () => {
    const { wire, gateway } = await connectTo();
    return {
      gateway,
      directory: () => mkdtemp(join(openClaw.projectsDir, 'project-')),
      async cutConnection() {
        wire.cut();
        await expect.poll(() => gateway.state().kind).toBe('down');
        wire.mend();
      },
      close: () => gateway.close(),
    };
  },
  60_000,
);

async function session(options: Parameters<typeof connectTo>[0] = {}) {
  const { gateway, wire } = await connectTo(options);
  const events: GatewayEvent[] = [];
  const states: GatewayState[] = [];
  gateway.listen({ event: (event) => events.push(event), state: (state) => states.push(state) });
  await poll(() => gateway.state().kind).toBe('up');
  const key = `agent:main:tg:2:0:2:${randomUUID()}`;
  const directory = await mkdtemp(join(openClaw.projectsDir, 'project-'));
  await gateway.openSession({ key, directory, label: 'one label' });
  const send = async (text: string) => {
    const runId = randomUUID();
    await gateway.send({ sessionKey: key, runId, text });
    return runId;
  };
  const last = () => events.findLast((event) => event.sessionKey === key);
  return { gateway, wire, events, states, key, directory, send, last };
}

const poll = <T>(value: () => T, timeout = 60_000) =>
  expect.poll(() => value(), { timeout, interval: 20 });

it('tells what a run used', async () => {
  const { gateway, key, send, last } = await session();

  const runId = await send(REQUESTS.write);

  await poll(last).toMatchObject({
    kind: 'final',
    usage: {
      inputTokens: expect.toSatisfy((tokens: number) => tokens > 0),
      outputTokens: expect.toSatisfy((tokens: number) => tokens > 0),
      costUsd: expect.toSatisfy((dollars: number) => dollars > 0),
    },
  });
  const used = last();
  expect(await gateway.usage(key, runId)).toEqual(used?.kind === 'final' ? used.usage : {});
  expect(await gateway.usage(key, 'no-such-run')).toBeUndefined();
});

it.each(['/status', 'look at the /status page and /think high about it', 'stop'])(
  'hands %j to the agent as it is',
  async (text) => {
    const { send, last } = await session();

    await send(text);

    await poll(last).toMatchObject({ kind: 'final', text: `Not understood: ${text}` });
    expect(model.requests.at(-1)?.lastUserText).toBe(text);
  },
);

it('gives the agent none of the tools that pass by approvals', async () => {
  const { send, last } = await session();

  await send(REQUESTS.say);

  await poll(last).toMatchObject({ kind: 'final' });
  const names = model.requests.at(-1)?.tools.map(({ name }) => name) ?? [];
  expect(names).toContain('exec');
  for (const tool of ['gateway', 'terminal', 'automations', 'nodes', 'portal', 'sessions'])
    expect(names).not.toContain(tool);
});

it('keeps the agent from writing outside the project', async () => {
  const { send, last, events } = await session();
  const outside = join(openClaw.root, 'outside.txt');
  model.script((request) =>
    request.lastUserText === 'escape' && !request.messages.some(({ role }) => role === 'tool')
      ? call('write', { path: outside, content: 'x' })
      : agent(request),
  );

  await send('escape');

  await poll(last).toMatchObject({ kind: 'final' });
  model.script(agent);
  const failed = events.find((event) => event.kind === 'step' && event.state === 'failed');
  expect(failed).toMatchObject({ tool: 'write' });
  expect(failed).not.toHaveProperty('file');
  await expect(stat(outside)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('opens a session outside the workspace of the agent', async () => {
  const { gateway } = await session();
  const directory = await mkdtemp(join(openClaw.root, 'elsewhere-'));

  await expect(
    gateway.openSession({ key: `agent:main:tg:3:0:2:${randomUUID()}`, directory, label: 'x' }),
  ).resolves.toBeUndefined();
});

it('refuses to open a session in a directory that is not there', async () => {
  const { gateway } = await session();
  const directory = join(openClaw.projectsDir, 'gone');

  await expect(
    gateway.openSession({ key: `agent:main:tg:3:0:2:${randomUUID()}`, directory, label: 'x' }),
  ).rejects.toMatchObject({ code: 'gateway-refused' });
});

it('says that the model is asked again while it is overloaded', async () => {
  const { send, last, gateway, key } = await session();

  await send('fail 503');

  await poll(last, 15_000).toMatchObject({ kind: 'retrying', attempt: 1 });
  expect(await gateway.abort(key)).toBe(true);
  await poll(last).toMatchObject({ kind: 'aborted' });
});

it('says which setting mends a wrong token', async () => {
  const { gateway } = await connectTo({ token: 'wrong' });

  await poll(() => gateway.state()).toMatchObject({
    kind: 'refused',
    reason: { code: 'token' },
  });
  await expect(
    gateway.send({ sessionKey: 'agent:main:x', runId: randomUUID(), text: 'hi' }),
  ).rejects.toMatchObject({ code: 'gateway-refused' });
});

it('is refused from another machine without a device, which is granted nothing', async () => {
  const { gateway } = await connectTo({ from: '172.20.0.5' });

  await poll(() => gateway.state()).toMatchObject({
    kind: 'refused',
    reason: { code: 'scopes', scopes: expect.stringContaining('operator.write') },
  });
});

it('names the command that pairs it with a gateway on another machine, and is up once it was run', async () => {
  const identityFile = join(openClaw.root, 'device', 'key.pem');
  const { gateway } = await connectTo({ from: '172.20.0.5', identityFile });

  await poll(() => gateway.state()).toMatchObject({
    kind: 'refused',
    reason: { code: 'pairing-of', requestId: expect.stringMatching(/^[\w-]{8,}$/u) },
  });
  expect((await stat(identityFile)).mode & 0o777).toBe(0o600);
  const state = gateway.state();
  const reason = state.kind === 'refused' ? state.reason : undefined;

  await openClaw.run(['devices', 'approve', reason?.code === 'pairing-of' ? reason.requestId : '']);

  await poll(() => gateway.state().kind).toBe('up');
});

it('tells of the run that a killed gateway goes on with by itself, and can stop it', async () => {
  const { gateway, send, events, key } = await session();
  const runId = await send(REQUESTS.count);
  await poll(() => JSON.stringify(events)).toContain('three');

  await openClaw.kill('SIGKILL');
  await poll(() => gateway.state().kind).toBe('down');
  await openClaw.start();
  // Ready is ready: nobody waits for a long back-off.
  await poll(() => gateway.state().kind, 10_000).toBe('up');

  const mine = () => events.filter((event) => event.sessionKey === key);
  const recovery = () => mine().find((event) => event.runId !== runId && event.kind === 'text');
  await poll(recovery, 90_000).toBeDefined();
  const recoveryId = recovery()?.runId ?? '';
  expect(await gateway.inspect(key)).toMatchObject({
    seenRunIds: [runId, recoveryId],
    active: { runId: recoveryId },
  });
  expect(await gateway.abort(key)).toBe(true);
  await poll(() => mine().at(-1)).toMatchObject({ kind: 'aborted', runId: recoveryId });
}, 300_000);

// Last: after one refusal the gateway bars the key for some minutes.
it('says within 10 s that the key of the model is wrong, and that it is barred', async () => {
  const { send, last, events } = await session();

  await send('fail 401');
  await poll(last, 10_000).toMatchObject({ kind: 'failed', cause: 'auth' });
  const again = await send(REQUESTS.say);

  const failed = () => events.find((event) => event.runId === again && event.kind === 'failed');
  await poll(failed, 10_000).toMatchObject({
    cause: 'auth',
    detail: expect.stringContaining('disabled'),
  });
});

it('understood every frame', () => {
  expect(logged.filter((line) => line.includes('not understood'))).toEqual([]);
});
