import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EmbeddedGateway,
  type EmbeddedOptions,
  startEmbeddedGateway,
} from '#ports/gateway/embedded/embedded.ts';
import { installGateway } from '#ports/gateway/embedded/install.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';

interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

interface Turn {
  /** Commands that a person was asked about. */
  readonly asked: readonly string[];
  /** What the tools answered, in order. */
  readonly results: readonly string[];
}

const UNISOLATED = 'bwrap cannot run here';
const SESSION = 'agent:main:tg:1:0:1:alpha';
let root: string;
let alpha: string;
let options: EmbeddedOptions;
let gateway: EmbeddedGateway;
let model: Awaited<ReturnType<typeof startModel>>;
let client: Awaited<ReturnType<typeof connect>>;
let isolated: boolean;

beforeAll(async () => {
  const installDir =
    process.env['CODEFOUNDRY_TEST_GATEWAY_DIR'] ?? join(tmpdir(), 'codefoundry-test-gateway');
  await installGateway({
    sourceDir: join(import.meta.dirname, '..', '..', 'gateway'),
    targetDir: installDir,
    node: process.execPath,
    environment: process.env,
    onProgress: () => undefined,
    now: Date.now,
  });
  root = await realpath(await mkdtemp(join(tmpdir(), 'embedded-gateway-')));
  alpha = join(root, 'projects', 'alpha');
  await mkdir(join(root, 'data'));
  await mkdir(alpha, { recursive: true });
  await mkdir(join(root, 'projects', 'beta'));
  await writeFile(join(root, 'data', 'secret.txt'), 'SECRET-DATA');
  await writeFile(join(root, 'projects', 'beta', 'secret.txt'), 'SECRET-BETA');
  await symlink(join(root, 'data'), join(alpha, 'way-out'));
  await symlink(join(root, 'data', 'secret.txt'), join(alpha, 'AGENTS.md'));
  model = await startModel();
  const sandbox = await detectSandbox({
    projectsDir: join(root, 'projects'),
    dataDir: join(root, 'data'),
    node: process.execPath,
    environment: process.env,
  });
  isolated = sandbox.isolation.kind === 'bubblewrap';
  options = {
    installDir,
    stateDir: join(root, 'data', 'gateway', 'state'),
    projectsDir: join(root, 'projects'),
    model: { kind: 'openai-compatible', url: model.url, apiKey: 'SECRET-KEY', model: 'scripted' },
    shell: sandbox.shell,
    node: process.execPath,
    path: sandbox.path,
    environment: { ...process.env, TELEGRAM_BOT_TOKEN: 'SECRET-BOT' },
    log: () => undefined,
    now: Date.now,
  };
  gateway = await startEmbeddedGateway(options);
  await gateway.ready();
  client = await connect(gateway);
  await client.openSession();
});

afterAll(async () => {
  client?.close();
  await gateway?.stop({ graceMs: 5000 });
  model?.server.close();
  if (root !== undefined) await rm(root, { recursive: true, force: true });
});

describe('an approved command', () => {
  const hostile: readonly string[] = [
    'env',
    'cat /proc/1/environ',
    'cat /proc/self/environ',
    'ls -a ..',
    'ls /proc',
    'cat way-out/secret.txt',
    'cat ../beta/secret.txt',
    'find / -name secret.txt -not -path "/proc/*"',
    'cat /etc/shadow',
    "bash -c 'env; cat $HOME/../../data/* /proc/*/environ; ls ..'",
  ];

  test.for(hostile)('shows no secret and no other project: %s', async (command, { skip }) => {
    skip(!isolated, UNISOLATED);
    const { asked, results } = await client.turn([exec(command)]);
    expect(asked).toEqual([command]);
    const shown = results.join('\n').replaceAll(/cat: \S+: No such file/gu, '');
    expect(shown).not.toMatch(/SECRET|beta|root:/u);
    expect(shown).not.toContain(gateway.token);
  });

  test('runs with node, npm and a home, in the project', async () => {
    const { results } = await client.turn([exec('node --version && npm --version && pwd')]);
    expect(results[0]).toMatch(new RegExp(`^v24\\..*\\n[\\d.]+\\n${alpha}$`, 'u'));
  });

  test.for([{ pty: true }, { background: true }, { yieldMs: 50 }])(
    'goes through the same shell with %o',
    async (how, { skip }) => {
      skip(!isolated, UNISOLATED);
      const name = `seen-${Object.keys(how)[0]}`;
      const look = 'ls -a .. > $1; cat /proc/1/environ >> $1; node --version >> $1; echo end >> $1';
      await writeFile(join(alpha, 'look.sh'), look);
      const command = `sh look.sh ${name}`;
      await client.turn([{ name: 'exec', arguments: { command, ...how } }]);
      const seen = () => readFile(join(alpha, name), 'utf8').catch(() => '');
      await expect.poll(seen, { timeout: 10_000 }).toContain('end');
      expect(await seen()).not.toMatch(/SECRET|beta/u);
      expect(await seen()).toContain('v24.');
    },
  );

  test('may not choose its shell, its search path or a program to load', async () => {
    for (const name of ['SHELL', 'PATH', 'LD_PRELOAD']) {
      const call = { name: 'exec', arguments: { command: 'uname', env: { [name]: '/tmp/x' } } };
      const { asked, results } = await client.turn([call]);
      expect(asked).toEqual([]);
      expect(results[0]).toContain('Security Violation');
    }
  });
});

test('commands that run unasked show nothing either', async ({ skip }) => {
  skip(!isolated, UNISOLATED);
  const { asked, results } = await client.turn([
    exec('cd ../beta && pwd'),
    exec('test -f ../beta/secret.txt && pwd'),
    { name: 'exec', arguments: { command: 'pwd', workdir: join(root, 'data') } },
  ]);
  expect(asked).toEqual([]);
  expect(results[0]).toContain('No such file');
  expect(results[1]).toContain('exited with code 1');
  expect(results[2]).toContain('refused: this directory is not in a project');
});

test('a command for another directory says so when it is asked for', async () => {
  const { directories } = await client.turn(
    [{ name: 'exec', arguments: { command: 'ls', workdir: '../beta' } }],
    'deny',
  );
  expect(directories).toEqual([join(root, 'projects', 'beta')]);
});

test('file tools stay in the project', async () => {
  const add = (path: string) => `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch`;
  const calls: Call[] = [
    { name: 'read', arguments: { path: '../beta/secret.txt' } },
    { name: 'read', arguments: { path: '/proc/self/environ' } },
    { name: 'read', arguments: { path: join(options.stateDir, 'openclaw.json') } },
    { name: 'read', arguments: { path: 'way-out/secret.txt' } },
    { name: 'write', arguments: { path: '../beta/planted.txt', content: 'x' } },
    { name: 'write', arguments: { path: 'way-out/planted.txt', content: 'x' } },
    {
      name: 'edit',
      arguments: { path: '../beta/secret.txt', edits: [{ oldText: 'S', newText: 'x' }] },
    },
    { name: 'apply_patch', arguments: { input: add('../beta/planted.txt') } },
    { name: 'apply_patch', arguments: { input: add('way-out/planted.txt') } },
  ];
  const { results } = await client.turn(calls);
  expect(results).toHaveLength(calls.length);
  for (const result of results) expect(result).toMatch(/escapes sandbox root/u);
});

test('the model gets the tools of a coding agent and no others, ask_user directly', () => {
  const last = model.requests.at(-1);
  expect(last?.tools.toSorted()).toEqual(
    'apply_patch ask_user edit exec process progress_card read web_fetch write'.split(' '),
  );
});

test('nothing secret ever reached the model', () => {
  expect(model.requests.length).toBeGreaterThan(10);
  for (const { body } of model.requests) {
    expect(body).not.toMatch(/SECRET-(?:DATA|BETA|BOT|KEY)/u);
    expect(body).not.toContain(gateway.token);
  }
});

test('a denied command does not run', async () => {
  await client.turn([exec('touch denied.txt')], 'deny');
  await expect(readFile(join(alpha, 'denied.txt'))).rejects.toThrow('ENOENT');
});

test('the key of the model is in no file of the gateway', () => {
  const found = () => execFileSync('grep', ['-rl', 'SECRET-KEY', options.stateDir]);
  expect(found).toThrow('Command failed');
});

test('survives a restart of the bot, and its own crash', async () => {
  const pid = gateway.pid();
  gateway.release();
  gateway = await startEmbeddedGateway(options);
  await gateway.ready();
  expect(gateway.pid()).toBe(pid);
  expect((await client.turn([exec('uname')])).results[0]).toContain('Linux');

  process.kill(pid, 'SIGKILL');
  await expect.poll(() => gateway.state(), { timeout: 90_000, interval: 500 }).toBe('restarting');
  await expect.poll(() => gateway.state(), { timeout: 90_000, interval: 500 }).toBe('ready');
  expect(gateway.pid()).not.toBe(pid);
  client = await connect(gateway);
  await client.openSession();
  expect((await client.turn([exec('uname')])).results[0]).toContain('Linux');
});

test('stop ends the gateway and every command it still runs', async () => {
  const marker = `63.${process.pid}`;
  await client.turn([
    { name: 'exec', arguments: { command: `sleep ${marker}`, background: true } },
  ]);
  const processes = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(processes()).toContain(`sleep ${marker}`);
  client.close();
  await gateway.stop({ graceMs: 5000 });
  await expect.poll(processes).not.toContain(marker);
  expect(processes()).not.toContain(options.stateDir);
  await expect(fetch(gateway.url.replace('ws', 'http'))).rejects.toThrow('fetch failed');
});

function exec(command: string): Call {
  return { name: 'exec', arguments: { command } };
}

/** A model that makes the calls it is told to make, one after another. */
async function startModel() {
  const requests: { tools: string[]; body: string }[] = [];
  const server: Server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { messages, tools } = JSON.parse(body) as {
      messages: { role: string; content: string | { text?: string }[] }[];
      tools?: { function: { name: string } }[];
    };
    requests.push({ body, tools: (tools ?? []).map((tool) => tool.function.name) });
    const texts = messages.map(({ content }) =>
      typeof content === 'string'
        ? content
        : (content ?? []).map((part) => part.text ?? '').join(''),
    );
    const at = texts.findLastIndex(
      (text, index) => messages[index]?.role === 'user' && text.includes('CALLS:'),
    );
    const script = texts[at]?.slice(texts[at].indexOf('CALLS:') + 6) ?? '[]';
    const calls = JSON.parse(script.slice(0, script.lastIndexOf(']') + 1)) as Call[];
    const done = messages.slice(at + 1).filter(({ role }) => role === 'tool').length;
    const call = calls[done];
    const send = (delta: object, finish_reason: string | null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
      );
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (call === undefined) send({ role: 'assistant', content: 'done' }, 'stop');
    else {
      const made = { name: call.name, arguments: JSON.stringify(call.arguments) };
      const id = `call_${requests.length}`;
      send(
        { role: 'assistant', tool_calls: [{ index: 0, id, type: 'function', function: made }] },
        'tool_calls',
      );
    }
    response.end('data: [DONE]\n\n');
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, requests, server };
}

/** As little of the gateway's protocol as these tests need. */
async function connect(to: EmbeddedGateway) {
  interface Frame {
    readonly type: string;
    readonly id: string;
    readonly event: string;
    readonly ok: boolean;
    // eslint-disable-next-line typescript/no-explicit-any
    readonly payload: any;
    readonly error: unknown;
  }
  const socket = new WebSocket(to.url);
  const pending = new Map<string, (frame: Frame) => void>();
  let listen: (frame: Frame) => void = () => undefined;
  let count = 0;
  const call = (method: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = `r${(count += 1)}`;
      pending.set(id, (frame) =>
        frame.ok ? resolve(frame.payload) : reject(new Error(JSON.stringify(frame.error))),
      );
      socket.send(JSON.stringify({ type: 'req', id, method, params }));
    });
  await new Promise<unknown>((resolve, reject) => {
    socket.addEventListener('error', reject);
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.event === 'connect.challenge')
        call('connect', {
          minProtocol: 4,
          maxProtocol: 4,
          client: { id: 'gateway-client', version: '0', platform: 'linux', mode: 'backend' },
          role: 'operator',
          // Text that begins with a slash stays text only for an administrator.
          scopes: ['operator.read', 'operator.write', 'operator.approvals', 'operator.admin'],
          caps: ['tool-events', 'approvals', 'exec-approvals'],
          auth: { token: to.token },
        }).then(resolve, reject);
      else if (frame.type === 'res') pending.get(frame.id)?.(frame);
      else listen(frame);
    });
  });
  return {
    close: () => socket.close(),
    openSession: () =>
      call('sessions.create', {
        key: SESSION,
        cwd: alpha,
        label: 'alpha',
        permissionMode: 'guarded',
      }),
    turn(calls: readonly Call[], decision: 'allow-once' | 'deny' = 'allow-once') {
      const runId = crypto.randomUUID();
      const asked: string[] = [];
      const directories: string[] = [];
      const results: string[] = [];
      return new Promise<Turn & { directories: readonly string[] }>((resolve, reject) => {
        listen = ({ event, payload }) => {
          if (event === 'exec.approval.requested') {
            asked.push(payload.request.command);
            directories.push(payload.request.cwd);
            call('exec.approval.resolve', { id: payload.id, decision }).catch(reject);
          }
          if (event === 'agent' && payload.stream === 'tool' && payload.data.phase === 'result')
            results.push(
              payload.data.result.content
                .map((part: { text?: string }) => part.text ?? '')
                .join(''),
            );
          if (event !== 'chat' || payload.runId !== runId) return;
          if (payload.state === 'final') resolve({ asked, directories, results });
          if (payload.state === 'error') reject(new Error(payload.errorMessage));
        };
        const message = `CALLS:${JSON.stringify(calls)}`;
        call('chat.send', {
          sessionKey: SESSION,
          message,
          idempotencyKey: runId,
          suppressCommandInterpretation: true,
        }).catch(reject);
      });
    },
  };
}
