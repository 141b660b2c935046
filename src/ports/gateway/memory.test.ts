import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ANSWERS, COMMAND, FILE, gatewayContract, QUESTION, REQUESTS, SYSTEM } from './contract.ts';
import { memoryGateway, RunFailure, type MemoryRun } from './memory.ts';
import type { GatewayEvent } from './port.ts';

const NUMBERS = [
  'one',
  'two',
  'three',
  ...Array.from({ length: 97 }, (_, index) => `${index + 4}`),
];

async function agent(run: MemoryRun): Promise<string> {
  switch (run.text) {
    case REQUESTS.count:
      for (let count = 1; count <= NUMBERS.length; count += 1) {
        run.say(NUMBERS.slice(0, count).join(' '));
        await delay(50, undefined, { signal: run.signal });
      }
      return NUMBERS.join(' ');
    case REQUESTS.write: {
      const step = { stepId: '1', tool: 'write', title: `Write to ${FILE}`, file: FILE };
      run.step({ ...step, state: 'running' });
      await mkdir(dirname(join(run.directory, FILE)), { recursive: true });
      await writeFile(join(run.directory, FILE), 'hello\n');
      run.step({
        ...step,
        state: 'done',
        patch: `--- ${FILE}\n+++ ${FILE}\n@@ -0,0 +1 @@\n+hello\n`,
      });
      return ANSWERS.write;
    }
    case REQUESTS.run: {
      const step = { stepId: '1', tool: 'exec', title: 'Exec', command: COMMAND };
      run.step({ ...step, state: 'running' });
      const decision = await run.approve(COMMAND);
      run.step({ ...step, state: decision === 'deny' ? 'failed' : 'done' });
      return decision === 'deny' ? ANSWERS.denied : ANSWERS.ran;
    }
    case REQUESTS.ask: {
      const answers = await run.ask([QUESTION]);
      return `You chose ${answers[QUESTION.id]?.join(', ')}.`;
    }
    case REQUESTS.told:
      return run.system?.includes(SYSTEM) ? ANSWERS.told : ANSWERS.notTold;
    default:
      run.say(ANSWERS.say.slice(0, 5));
      run.say(ANSWERS.say);
      return ANSWERS.say;
  }
}

gatewayContract('memory', async () => {
  const gateway = memoryGateway({ script: agent });
  const root = await mkdtemp(join(tmpdir(), 'memory-gateway-'));
  return {
    gateway,
    directory: () => mkdtemp(join(root, 'project-')),
    async cutConnection() {
      gateway.goDown();
      await delay(50);
      gateway.goUp();
    },
    async close() {
      await gateway.close();
      await rm(root, { recursive: true });
    },
  };
});

const key = 'agent:main:tg:1:0:2:shop';
let directory: string;
let events: GatewayEvent[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memory-gateway-'));
  events = [];
});
afterEach(() => rm(directory, { recursive: true }));

async function start(...[script]: Parameters<ReturnType<typeof memoryGateway>['script']> | []) {
  const gateway = memoryGateway(script ? { script } : {});
  gateway.listen({ event: (event) => events.push(event) });
  await gateway.openSession({ key, directory, label: 'shop' });
  return gateway;
}

it('lets the agent write real files', async () => {
  const gateway = await start(agent);

  await gateway.send({ sessionKey: key, runId: 'a', text: REQUESTS.write });

  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'final' }));
  expect(await readFile(join(directory, FILE), 'utf8')).toBe('hello\n');
});

it('fails a run with the cause that the script gives', async () => {
  const gateway = await start(async () => {
    throw new RunFailure('billing', 'no credit');
  });

  await gateway.send({ sessionKey: key, runId: 'a', text: 'hi' });

  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'failed', cause: 'billing' }));
});

it('goes on by itself under a new id after a crash', async () => {
  const gateway = await start(agent);
  await gateway.send({ sessionKey: key, runId: 'a', text: REQUESTS.count });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'text' }));
  gateway.crash();
  gateway.script(async (run) => `recovered: ${run.isRecovery}`);

  gateway.goUp();

  await vi.waitFor(() =>
    expect(events.at(-1)).toMatchObject({ kind: 'final', text: 'recovered: true' }),
  );
  expect(events.at(-1)?.runId).not.toBe('a');
  expect((await gateway.inspect(key)).seenRunIds).toContain('a');
});

it('runs the same id again after a crash, as a gateway without memory does', async () => {
  const gateway = await start();
  await gateway.send({ sessionKey: key, runId: 'a', text: 'hi' });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'final' }));
  gateway.crash();
  gateway.goUp();

  await gateway.send({ sessionKey: key, runId: 'a', text: 'hi' });

  await vi.waitFor(() => expect(events.filter(({ kind }) => kind === 'final')).toHaveLength(2));
});

it('tells a run that its approval is over when its time is', async () => {
  const gateway = await start(agent);
  await gateway.send({ sessionKey: key, runId: 'a', text: REQUESTS.run });
  await vi.waitFor(async () => expect(await gateway.asks()).toHaveLength(1));
  const [ask] = await gateway.asks();

  gateway.expire(ask!.id);

  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ text: ANSWERS.denied }));
});

it('refuses for the reason it was given', async () => {
  const gateway = await start();

  gateway.refuse({ code: 'token', url: 'ws://gateway' });

  await expect(gateway.send({ sessionKey: key, runId: 'a', text: 'hi' })).rejects.toMatchObject({
    code: 'gateway-refused',
    detail: 'token ws://gateway',
  });
});
