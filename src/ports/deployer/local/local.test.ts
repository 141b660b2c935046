import {
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HostClient, connectHost } from '#ports/host/client.ts';
import { runningHost } from '#ports/host/find-host.ts';
import { type ProjectSandbox, detectSandbox } from '#ports/sandbox/detect.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import { type Doing, type DeployerUnderTest, SETTINGS, deployerContract } from '../contract.ts';
import type { ReleaseSource } from '../port.ts';
import { type LocalOptions, localDeployer } from './local.ts';

const SOON = { timeout: 10_000 };
const never = new AbortController().signal;
let target = { project: 'shop', environment: 'staging' };
let projects = 0;

/** A project of one file. `/print/<text>` prints; `/crash` ends it. */
const PROGRAM = `
const { createServer } = require('node:http');
const { readFileSync, writeFileSync, appendFileSync } = require('node:fs');
const [sha, doing] = readFileSync('release.txt', 'utf8').split(' ');
console.log(doing === 'well' ? sha + ' begins' : doing);
if (doing === 'exits') process.exit(3);
if (doing === 'exits-late') setTimeout(() => process.exit(3), 250);
// At once: that nobody is cut off is not its merit.
process.on('SIGTERM', () => process.exit(0));
createServer((asked, answer) => {
  const [, verb, word] = asked.url.split('/');
  if (verb === 'crash') process.exit(9);
  if (verb === 'print') console.log(decodeURIComponent(word));
  if (verb === 'health' && ['never-well', 'hangs'].includes(doing)) answer.statusCode = 503;
  if (verb === 'env') return answer.end(JSON.stringify(process.env));
  if (verb === 'keep') appendFileSync('data/kept', word);
  if (verb === 'kept') return answer.end(readFileSync('data/kept'));
  if (verb === 'write') try { writeFileSync('release.txt', 'x'); } catch (error) { return answer.end(error.code); }
  if (verb === 'read') try { return answer.end(readFileSync(decodeURIComponent(word))); } catch (error) { return answer.end(error.code); }
  if (verb === 'slow') return setTimeout(() => answer.end(sha), 1000);
  answer.end(sha);
}).listen(process.env.PORT, process.env.HOST);
`;
const COMMANDS: ProjectCommands = {
  install: [
    'sh',
    '-c',
    'if grep -q build-fails release.txt; then echo build-fails; exit 1; fi; date +%N > built',
  ],
  checks: [],
  build: ['docker', 'build', '--tag', 'shop', '.'],
  start: ['node', 'main.cjs'],
  health: { path: '/health', portVariable: 'PORT' },
};

let root: string;
let sandbox: ProjectSandbox;
let host: HostClient;
beforeAll(async () => {
  // Not below /tmp, which is special inside.
  root = await realpath(await mkdtemp('/var/tmp/local-deployer-'));
  sandbox = await detectSandbox({
    projectsDir: join(root, 'projects'),
    dataDir: join(root, 'data'),
    node: process.execPath,
    environment: process.env,
  });
  host = connectHost({
    directory: join(root, 'data', 'host'),
    node: process.execPath,
    bindHost: '127.0.0.1',
    log: () => undefined,
  });
});
afterAll(async () => {
  await host.endAll(0);
  await rm(root, { recursive: true, force: true });
});

interface Under extends DeployerUnderTest {
  readonly dataDir: string;
  readonly get: (path: string) => Promise<string>;
}

async function make(more: Partial<LocalOptions> = {}): Promise<Under> {
  const dataDir = await mkdtemp(join(root, 'data', 'bot-'));
  projects += 1;
  const own = { project: `shop-${projects}`, environment: 'staging' };
  target = own;
  const again = () =>
    localDeployer({
      dataDir,
      host,
      trees: sandbox.trees,
      now: Date.now,
      secretsFor: async () => ({ TOKEN: 'hush-hush' }),
      isContainer: async () => false,
      ...more,
    });
  const deployer = again();
  let commits = 0;
  const get = async (path: string) => {
    const { address } = await deployer.status(own);
    return (await fetch(`${address}${path}`)).text();
  };
  return {
    deployer,
    target: own,
    dataDir,
    again,
    get,
    async source(id, doing) {
      const sha = `${(commits += 1)}`.padStart(40, '0');
      return sourceOf(dataDir, id, sha, doing);
    },
    async ask() {
      const answer = await get('/').catch(() => undefined);
      return answer;
    },
    print: async (text) => void (await get(`/print/${encodeURIComponent(text)}`)),
    async close() {
      await deployer.remove(own);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function sourceOf(
  dataDir: string,
  id: string,
  sha: string,
  doing: Doing,
): Promise<ReleaseSource> {
  const directory = join(dataDir, 'checkout', id);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'main.cjs'), PROGRAM);
  await writeFile(join(directory, 'release.txt'), `${sha} ${doing}`);
  const { start: _, ...rest } = COMMANDS;
  return { id, sha, directory, commands: doing === 'no-start' ? rest : COMMANDS };
}

deployerContract('local', make);

describe('a release on this machine', { timeout: 30_000 }, () => {
  let under: Under;
  beforeEach(async () => void (under = await make()));
  afterEach(() => under.close());
  const ready = async (id: string, doing: Doing = 'well', settings = SETTINGS) => {
    const source = await under.source(id, doing);
    const built = await under.deployer.build(target, source, settings, never);
    if (built.kind === 'failed') return built;
    return under.deployer.start(target, id, settings, never);
  };
  const release = async (id: string) => {
    expect(await ready(id)).toEqual({ kind: 'done' });
    await under.deployer.switch(target, id);
    await under.deployer.settle(target, SETTINGS);
  };
  const place = (...names: string[]) =>
    join(under.dataDir, 'releases', target.project, 'staging', ...names);

  it('fails no request while good and bad ones are made live and taken back', async () => {
    await release('r1');
    const { address } = await under.deployer.status(target);
    const failures: string[] = [];
    let asked = 0;
    const over = new AbortController();
    const polling = (async () => {
      while (!over.signal.aborted) {
        const said = await fetch(String(address)).then(({ status }) => String(status), String);
        asked += 1;
        if (said !== '200') failures.push(said);
        await sleep(50);
      }
    })();
    await ready('r2');
    const slow = fetch(`${address}/slow`).then((answer) => answer.text());
    // It is under way when the next one that is asked is answered.
    await fetch(String(address));
    await under.deployer.switch(target, 'r2');
    await under.deployer.settle(target, SETTINGS);
    expect(await slow).toBe('1'.padStart(40, '0'));
    for (const doing of ['exits', 'exits-late', 'build-fails'] as const) {
      expect(await ready(`bad-${doing}`, doing)).toMatchObject({ kind: 'failed' });
      await under.deployer.discard(target, `bad-${doing}`);
    }
    await ready('r3');
    await under.deployer.switch(target, 'r3');
    await under.deployer.switch(target, 'r2');
    await under.deployer.discard(target, 'r3');
    over.abort();
    await polling;
    expect(failures).toEqual([]);
    expect(asked).toBeGreaterThan(20);
  });

  it('gets what its environment says, and nothing of ours', async () => {
    process.env['OURS'] = 'SECRET-OURS';
    const settings = { ...SETTINGS, variables: { GREETING: 'Grüße', HOST: '0.0.0.0' } };
    await ready('r1', 'well', settings);
    await under.deployer.switch(target, 'r1');
    const seen = JSON.parse(await under.get('/env')) as Record<string, string>;
    delete process.env['OURS'];
    expect(seen).toMatchObject({
      GREETING: 'Grüße',
      TOKEN: 'hush-hush',
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
    });
    expect(JSON.stringify(seen)).not.toMatch(/SECRET|VITEST/u);
    for (const file of [place('r1', 'run.json'), join(root, 'data', 'host', 'state.json')])
      expect(await readFile(file, 'utf8')).not.toContain('hush');
  });

  it('keeps data for the next release, and its own files as they were built', async (context) => {
    await release('r1');
    await under.get('/keep/one');
    await release('r2');
    await under.get('/keep/two');
    expect(await under.get('/kept')).toBe('onetwo');
    context.skip(sandbox.isolation.kind === 'none', 'bwrap cannot run here');
    expect(await under.get('/write')).toBe('EROFS');
  });

  it('sees neither the data of the bot nor another release', async (context) => {
    context.skip(sandbox.isolation.kind === 'none', 'bwrap cannot run here');
    await release('r1');
    await release('r2');
    const secrets = [
      join(root, 'data', 'host', 'state.json'),
      place('live.json'),
      place('r2', 'run.json'),
      place('r1', 'tree', 'main.cjs'),
    ];
    for (const file of secrets) {
      expect(await readFile(file, 'utf8')).not.toBe('');
      expect(await under.get(`/read/${encodeURIComponent(file)}`)).toBe('ENOENT');
    }
    expect(await under.get('/read/main.cjs')).toContain('createServer');
    expect(await under.get(`/read/${encodeURIComponent('/proc/1/environ')}`)).not.toContain('hush');
  });

  it('is pointed at by `current` once it is live', async () => {
    await release('r1');
    await ready('r2');
    expect(await readlink(place('current'))).toBe('r1');
    await under.deployer.switch(target, 'r2');
    expect(await readlink(place('current'))).toBe('r2');
  });

  it('ends when it was started in vain, also when nothing is live', async () => {
    const running = () => host.processes.list(`${target.project}/`);
    await ready('r1');
    expect(await running()).toHaveLength(1);
    await under.deployer.settle(target, { ...SETTINGS, keepReleases: 0 });
    expect(await running()).toEqual([]);
    expect(await under.deployer.releases(target)).toMatchObject([{ id: 'r1' }]);
  });

  it('is started again when it crashes', async () => {
    await release('r1');
    await under.get('/crash').catch(() => undefined);
    await expect.poll(async () => (await under.deployer.status(target)).health, SOON).toBe('well');
  });

  it('runs again after a restart of the machine, at the same address', async () => {
    await release('r1');
    const before = await under.deployer.status(target);
    const host = await runningHost(join(root, 'data', 'host'));
    const pids = Object.values(
      (
        JSON.parse(await readFile(join(root, 'data', 'host', 'state.json'), 'utf8')) as {
          processes: Record<string, { pid: number }>;
        }
      ).processes,
    ).map(({ pid }) => pid);
    for (const pid of [host!.pid, ...pids]) process.kill(pid, 'SIGKILL');
    await expect.poll(() => runningHost(join(root, 'data', 'host')), SOON).toBeUndefined();
    await expect.poll(async () => (await under.deployer.status(target)).health, SOON).toBe('down');
    await under.again().revive(target, SETTINGS);
    await expect.poll(() => under.deployer.status(target), SOON).toEqual(before);
    expect(await under.ask()).toBe(before.live?.sha);
  });

  it('is made anew when its build was cut off', async () => {
    const source = await under.source('r1', 'well');
    await mkdir(place('r1', 'tree'), { recursive: true });
    await writeFile(place('r1', 'tree', 'half'), 'x');
    await under.deployer.build(target, source, SETTINGS, never);
    await expect(readFile(place('r1', 'tree', 'half'))).rejects.toThrow('ENOENT');
    const built = await readFile(place('r1', 'tree', 'built'), 'utf8');
    await under.again().build(target, source, SETTINGS, never);
    expect(await readFile(place('r1', 'tree', 'built'), 'utf8')).toBe(built);
  });

  it('that serves nothing is well as long as it runs, and is never there twice', async () => {
    const script = (word: string) =>
      `echo ${word} >> data/began; trap 'echo ${word} >> data/ended; exit 0' TERM; while :; do sleep 0.05; done`;
    const worker = async (id: string, command: string) => {
      const source = await under.source(id, 'well');
      const { health: _, build: __, ...commands } = COMMANDS;
      return { ...source, commands: { ...commands, start: ['sh', '-c', command] as const } };
    };
    const deploy = async (id: string, command: string, settings = SETTINGS) => {
      await under.deployer.build(target, await worker(id, command), settings, never);
      return under.deployer.start(target, id, settings, never);
    };
    const patient = { ...SETTINGS, readinessDelayMs: 10_000 };
    expect(await deploy('r1', script('one'))).toEqual({ kind: 'done' });
    await under.deployer.switch(target, 'r1');
    expect(await deploy('r2', 'sleep 0.2; exit 4', patient)).toMatchObject({
      reason: 'exited',
      why: [{ code: 'ended', name: 'sh -c sleep 0.2; exit 4', exitCode: 4 }],
    });
    await under.deployer.discard(target, 'r2');
    expect(await under.deployer.status(target)).toMatchObject({
      live: { id: 'r1' },
      health: 'well',
    });
    expect((await under.deployer.status(target)).address).toBeUndefined();
    const began = () => readFile(place('data', 'began'), 'utf8');
    // It runs before it has said so.
    await expect.poll(began, SOON).toBe('one\none\n');
    expect(await deploy('r3', script('three'))).toEqual({ kind: 'done' });
    await under.deployer.switch(target, 'r3');
    await under.deployer.settle(target, SETTINGS);
    await expect.poll(began, SOON).toBe('one\none\nthree\n');
    expect(await readFile(place('data', 'ended'), 'utf8')).toBe('one\none\n');
    await under.deployer.switch(target, 'r1');
    expect(await under.deployer.status(target)).toMatchObject({
      live: { id: 'r1' },
      health: 'well',
    });
    await expect
      .poll(() => readFile(place('data', 'ended'), 'utf8'), SOON)
      .toBe('one\none\nthree\n');
  });

  it('that serves nothing is there again when what it made way for is given up', async () => {
    const worker = async (id: string) => {
      const source = await under.source(id, 'well');
      const { health: _, build: __, ...commands } = COMMANDS;
      const start = ['sh', '-c', 'while :; do sleep 0.05; done'] as const;
      await under.deployer.build(
        target,
        { ...source, commands: { ...commands, start } },
        SETTINGS,
        never,
      );
      await under.deployer.start(target, id, SETTINGS, never);
    };
    await worker('r1');
    await under.deployer.switch(target, 'r1');
    await worker('r2');
    expect(await under.deployer.status(target)).toMatchObject({ health: 'down' });
    await under.again().settle(target, SETTINGS);
    expect(await under.deployer.status(target)).toMatchObject({
      live: { id: 'r1' },
      health: 'well',
    });
  });

  it('ends and gives up nothing while nobody can read what is live', async () => {
    const one = await under.source('r1', 'well');
    await release('r1');
    const { address } = await under.deployer.status(target);
    const live = await readFile(place('live.json'), 'utf8');
    await ready('r2');
    await writeFile(place('live.json'), '{"id":');
    await expect(under.deployer.settle(target, SETTINGS)).rejects.toThrow('JSON');
    await expect(under.deployer.discard(target, 'r2')).rejects.toThrow('JSON');
    await expect(under.deployer.status(target)).rejects.toThrow('JSON');
    await writeFile(place('live.json'), live);
    expect(await under.ask()).not.toBe(one.sha);
    expect(await under.deployer.status(target)).toMatchObject({
      live: { id: 'r1' },
      health: 'well',
      address,
    });
  });

  it('leaves data to the next release, and to another deployer what that made live', async () => {
    await release('r1');
    await under.get('/keep/one');
    const name = `${target.project}/staging`;
    const other = { host: '127.0.0.1', port: 9 };
    await host.proxy.route(name, [other]);
    await ready('r2');
    await under.deployer.takeDown(target);
    await under.deployer.discard(target, 'r2');
    expect(await host.proxy.find(name)).toMatchObject({ upstreams: [other] });
    await expect(readlink(place('current'))).rejects.toThrow('ENOENT');
    await release('r3');
    expect(await under.get('/kept')).toBe('one');
  });

  it('says that there is no space, when there is none', async () => {
    const source = await under.source('r1', 'well');
    const commands = {
      ...COMMANDS,
      install: ['sh', '-c', 'echo ENOSPC: no space left; exit 1'] as const,
    };
    const built = await under.deployer.build(target, { ...source, commands }, SETTINGS, never);
    expect(built).toMatchObject({ kind: 'failed', reason: 'full' });
    await under.close();
    under = await make({
      trees: {
        ...sandbox.trees,
        run: () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' })),
      },
    });
    const again = await under.source('r1', 'well');
    expect(await under.deployer.build(target, again, SETTINGS, never)).toMatchObject({
      reason: 'full',
    });
  });

  it('is refused in a container', async () => {
    await under.close();
    under = await make({ isContainer: async () => true });
    expect(await ready('r1')).toMatchObject({
      reason: 'unsupported',
      why: [{ code: 'in-container' }],
    });
  });

  it('cannot lead out of its place by a link', async () => {
    const source = await under.source('r1', 'well');
    await rm(join(source.directory, 'main.cjs'));
    await symlink(join(root, 'data', 'host'), join(source.directory, 'data'));
    await symlink('/etc/hostname', join(source.directory, 'main.cjs'));
    expect((await under.deployer.build(target, source, SETTINGS, never)).kind).toBe('done');
    expect(await readlink(place('r1', 'tree', 'main.cjs'))).toBe('/etc/hostname');
  });

  it.each([
    { project: '../x', environment: 'staging' },
    { project: 'shop', environment: '..' },
    { project: 'shop', environment: 'Staging' },
  ])('lies nowhere else, whatever its target is called', async (wrong) => {
    await expect(under.deployer.remove(wrong)).rejects.toThrow('not a target');
    await expect(under.deployer.discard(target, '../x')).rejects.toThrow('not a release');
  });
});
