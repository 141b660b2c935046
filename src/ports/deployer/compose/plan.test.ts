import { expect, test } from 'vitest';
import type { OwnService } from './allowed.ts';
import { composeDocument } from './document.ts';
import { buildArgv, type ImageFacts } from './image.ts';
import { composeName, imageName } from './names.ts';
import { planServices, takesTurns } from './plan.ts';
import { isNameOfOurs, taggedImage } from './values.ts';

const OWN: OwnService = {
  isWeb: false,
  environment: {},
  volumes: [],
  tmpfs: [],
  isJob: false,
  kept: {},
};
const IMAGE: ImageFacts = {
  id: 'sha256:1',
  user: undefined,
  ports: [],
  volumes: [],
  hasHealthCheck: false,
  writesRoot: false,
};
const SETTINGS = {
  healthTimeoutMs: 1,
  readinessDelayMs: 1,
  drainTimeoutMs: 1,
  keepReleases: 1,
  variables: {},
};
const TARGET = { project: 'shop', environment: 'staging' };
const HEALTH = { path: '/health', portVariable: 'PORT' } as const;

function plan(own: Partial<OwnService>, image: Partial<ImageFacts> = {}, health = false) {
  const made = { own: { ...OWN, ...own }, image: { ...IMAGE, ...image }, user: undefined };
  const planned = planServices({ app: made }, health ? { health: HEALTH } : {});
  if ('unclear' in planned) throw new Error(planned.unclear.code);
  return { id: 'R1', sha: 'a'.repeat(40), builtAtMs: 0, ...planned };
}

test('gives a service no root, no capabilities and no writable root, whatever it says', () => {
  const record = plan({ kept: { command: 'echo $HOME' } });
  const document = composeDocument(TARGET, record, { ...SETTINGS, cpus: 2, memoryMiB: 64 }, 5000);
  expect(document).toMatchObject({
    services: {
      app: {
        user: '1001:1001',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        read_only: true,
        tmpfs: ['/tmp'],
        restart: 'unless-stopped',
        cpus: 2,
        mem_limit: '64m',
        memswap_limit: '64m',
        command: 'echo $$HOME',
      },
    },
  });
});

test('leads people to the port of the file, else of the image, else of the health check', () => {
  expect(plan({ port: 4000 }, { ports: [3000] }, true).web?.port).toBe(4000);
  expect(plan({}, { ports: [3000] }, true).web?.port).toBe(3000);
  expect(plan({}, {}, true).web).toMatchObject({ port: 8080, portVariable: 'PORT' });
  expect(plan({}).web).toBeUndefined();
});

test('asks which service people reach when several could be meant', () => {
  const made = (own: Partial<OwnService>) => ({
    own: { ...OWN, ...own },
    image: IMAGE,
    user: undefined,
  });
  const two = { a: made({ port: 1 }), b: made({ port: 2 }) };
  expect(planServices(two, {})).toMatchObject({
    unclear: { code: 'many-ports', names: 'a, b' },
  });
  const marked = { ...two, b: made({ port: 2, isWeb: true }) };
  expect(planServices(marked, {})).toMatchObject({ web: { service: 'b' } });
});

test('lets releases take turns that serve nothing or write into a volume', () => {
  expect(takesTurns(plan({}, {}, true))).toBe(false);
  expect(takesTurns(plan({}))).toBe(true);
  expect(takesTurns(plan({}, { volumes: ['/data'] }, true))).toBe(true);
  const readOnly = { volumes: [{ name: 'x', path: '/x', isReadOnly: true }] };
  expect(takesTurns(plan(readOnly, {}, true))).toBe(false);
});

test('keeps its root writable only where the image says so', () => {
  expect(plan({}).services['app']?.isReadOnly).toBe(true);
  expect(plan({}, { writesRoot: true }).services['app']?.isReadOnly).toBe(false);
  expect(plan({ isReadOnly: true }, { writesRoot: true }).services['app']?.isReadOnly).toBe(true);
});

test('builds with its own labels last, so that a Dockerfile cannot say whose it is', () => {
  const build = { context: '/x', dockerfile: 'D', target: 't', arguments: { A: '$b c' } };
  expect(buildArgv(build, 'name:1', { l: 'v' })).toEqual([
    'build',
    '--force-rm',
    '--tag=name:1',
    '--label=l=v',
    '--file=/x/D',
    '--target=t',
    '--build-arg=A=$b c',
    '/x',
  ]);
});

test('never takes a name for the id of an image', () => {
  expect(taggedImage('deadbeef')).toBe('deadbeef:latest');
  expect(taggedImage('sha256:deadbeef')).toBe('sha256:deadbeef:latest');
  expect(taggedImage('host:5000/x')).toBe('host:5000/x:latest');
  expect(taggedImage('x@sha256:1')).toBe('x@sha256:1');
  expect(taggedImage('postgres:16')).toBe('postgres:16');
  expect(isNameOfOurs('Docker.io/codefoundry/x')).toBe(true);
  expect(isNameOfOurs('example.com/codefoundry/x')).toBe(false);
});

test('keeps names apart', () => {
  const other = { project: 'shop-staging', environment: 'x' };
  expect(composeName(TARGET, 'A')).not.toBe(composeName(other, 'A'));
  expect(composeName(TARGET, '20261122T1-a')).toMatch(/^[a-z0-9][a-z0-9_-]*$/u);
  expect(imageName(TARGET, 'My_app', 'R1')).toBe('codefoundry/shop/staging/s-my-app:R1');
});
