import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Proxy, Upstream } from '#ports/proxy/port.ts';
import type { Deployer, DeployerSettings, Target } from '../port.ts';
import { composeDeployer } from './compose.ts';
import type { Docker } from './docker.ts';
import { LABELS } from './names.ts';
import { fileRecords } from './record.ts';

const TARGET: Target = { project: 'shop', environment: 'staging' };
const SETTINGS: DeployerSettings = {
  healthTimeoutMs: 2_000,
  readinessDelayMs: 10,
  drainTimeoutMs: 0,
  keepReleases: 1,
  variables: {},
};
const never = new AbortController().signal;

/** A container, as Docker says how it is. */
interface Fake {
  readonly release: string;
  readonly port: number;
  state: 'running' | 'exited';
  restarts: number;
  wasOutOfMemory: boolean;
}

let root: string;
/** By their release: each consists of one. */
let containers: Map<string, Fake>;
let upstreams: readonly Upstream[] | undefined;
/** What happens before Compose has brought a release up. */
let whileUp: (release: string) => Promise<void>;
let deployer: Deployer;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'compose-'));
  containers = new Map();
  upstreams = undefined;
  whileUp = async () => undefined;
  const records = fileRecords(root);
  deployer = composeDeployer({ docker: fakeDocker(), records, proxy: fakeProxy(), now: () => 1 });
  const plan = { image: 'sha256:1', user: '1001:1001', environment: {}, volumes: [], tmpfs: [] };
  const app = { ...plan, isReadOnly: true, isJob: false, kept: {} };
  for (const id of ['r1', 'r2']) {
    const web = { service: 'app', port: 80 };
    await records.keep(TARGET, { id, sha: id, builtAtMs: 1, services: { app }, web });
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const done = (stdout = '') => ({ exitCode: 0, stdout, stderr: '' });

function fakeDocker(): Docker {
  const inspected = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const found = containers.get(id);
      if (found === undefined) return [];
      const { release, port, state, restarts, wasOutOfMemory } = found;
      return {
        Id: id,
        Created: '2026-11-22T18:03:01Z',
        RestartCount: restarts,
        State: { Status: state, ExitCode: 1, OOMKilled: wasOutOfMemory },
        Config: { Labels: { [LABELS.release]: release, [LABELS.service]: 'app' } },
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort: String(port) }] } },
      };
    });
  return {
    environment: {},
    async run([verb, ...rest]) {
      if (verb === 'inspect') return done(JSON.stringify(inspected(rest)));
      if (verb === 'image') return done(rest.join('\n'));
      if (verb === 'start') for (const id of rest) containers.get(id)!.state = 'running';
      if (verb === 'rm') for (const id of rest) containers.delete(id);
      return done();
    },
    async read([verb, ...rest]) {
      if (verb !== 'ps') return '';
      const release = new RegExp(`${LABELS.release}=(\\S+)`, 'u').exec(rest.join(' '))?.[1];
      return [...containers.keys()].filter((id) => (release ?? id) === id).join('\n');
    },
    work: () => Promise.reject(new Error('nothing is built here')),
    async compose([, name = '']) {
      const release = name.slice(-2);
      await whileUp(release);
      if (!containers.has(release)) run(release);
      return done();
    },
  };
}

function fakeProxy(): Proxy {
  const address = 'http://shop.invalid';
  return {
    async route(_name, wanted) {
      upstreams = wanted;
      return address;
    },
    find: async () => upstreams && { address, upstreams },
    drained: async () => undefined,
    forget: async () => void (upstreams = undefined),
  };
}

function run(release: string): Fake {
  const port = release === 'r1' ? 1001 : 1002;
  const made: Fake = { release, port, state: 'running', restarts: 0, wasOutOfMemory: false };
  containers.set(release, made);
  return made;
}

async function makeLive(id: string): Promise<void> {
  expect(await deployer.start(TARGET, id, SETTINGS, never)).toEqual({ kind: 'done' });
  await deployer.switch(TARGET, id);
}

test('goes back to what still runs, though it crashed once in its life', async () => {
  await makeLive('r1');
  Object.assign(containers.get('r1')!, { restarts: 3, wasOutOfMemory: true });
  await makeLive('r2');
  await makeLive('r1');
  expect(containers.get('r1')).toMatchObject({ restarts: 3 });
  expect(await deployer.status(TARGET)).toMatchObject({ live: { id: 'r1' }, health: 'well' });
});

test.each([
  { before: 0, wasOutOfMemory: false, reason: 'exited' },
  { before: 2, wasOutOfMemory: false, reason: 'exited' },
  { before: 2, wasOutOfMemory: true, reason: 'full' },
])('tells that a release crashes after its start: $reason', async (how) => {
  const { before, wasOutOfMemory, reason } = how;
  run('r1').restarts = before;
  whileUp = async () => void Object.assign(run('r1'), { restarts: before + 1, wasOutOfMemory });
  const outcome = await deployer.start(TARGET, 'r1', SETTINGS, never);
  expect(outcome).toMatchObject({ kind: 'failed', reason });
});

test('starts again what is live when that is its turn, not what was live before', async () => {
  await makeLive('r1');
  await deployer.start(TARGET, 'r2', SETTINGS, never);
  const up = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  whileUp = () => {
    begun.resolve();
    return up.promise;
  };
  containers.delete('r1');
  const reviving = deployer.revive(TARGET, SETTINGS);
  await begun.promise;
  const switching = deployer.switch(TARGET, 'r2');
  // Longer than it would take if it did not wait for its turn.
  const longer = async () => {
    for (let count = 0; count < 50; count += 1) await deployer.status(TARGET);
  };
  await Promise.race([switching, longer()]);
  up.resolve();
  await Promise.all([reviving, switching]);
  expect(upstreams?.[0]).toEqual({ host: '127.0.0.1', port: 1002 });
  expect(await deployer.status(TARGET)).toMatchObject({ live: { id: 'r2' } });
});

test('makes nothing anew of what is live and there, whatever its settings are by now', async () => {
  await makeLive('r1');
  const made: string[] = [];
  whileUp = async (release) => void made.push(release);
  const changed = { ...SETTINGS, variables: { GREETING: 'nobody has released it' } };
  await deployer.revive(TARGET, changed);
  const live = containers.get('r1')!;
  live.state = 'exited';
  await deployer.revive(TARGET, changed);
  expect(live.state).toBe('running');
  expect(made).toEqual([]);
  containers.delete('r1');
  await deployer.revive(TARGET, changed);
  expect(made).toEqual(['r1']);
});

test('ends what was started in vain, also when nothing is live, and forgets none of it', async () => {
  await deployer.start(TARGET, 'r1', SETTINGS, never);
  await deployer.settle(TARGET, { ...SETTINGS, keepReleases: 0 });
  expect(containers.size).toBe(0);
  expect(await deployer.releases(TARGET)).toHaveLength(2);
});

test('takes down its own, and leaves the address to what another deployer made live', async () => {
  await makeLive('r1');
  await deployer.takeDown(TARGET);
  expect(upstreams).toEqual([]);
  expect(containers.size).toBe(0);
  expect(await deployer.status(TARGET)).toEqual({ health: 'stopped' });
  expect(await deployer.releases(TARGET)).toMatchObject([
    { id: 'r1', wasLive: true },
    { id: 'r2', wasLive: false },
  ]);
  await makeLive('r1');
  const other = { host: '127.0.0.1', port: 9 };
  upstreams = [other];
  await deployer.takeDown(TARGET);
  expect(upstreams).toEqual([other]);
});
