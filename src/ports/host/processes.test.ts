import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processStart } from '#lib/process-identity.ts';
import type { ProcessSpec } from './port.ts';
import { type ProcessesOptions, type Supervisor, openProcesses } from './processes.ts';

const SOON = { timeout: 10_000 };
let root: string;
let opened: Supervisor[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'processes-'));
  opened = [];
});
afterEach(async () => {
  for (const each of opened) {
    for (const { id } of await each.list('')) await each.end(id, 0).catch(() => undefined);
    each.leave();
  }
  await rm(root, { recursive: true, force: true });
});

const open = async (options: Partial<ProcessesOptions> = {}) => {
  const supervisor = await openProcesses({
    saved: {},
    save: async () => undefined,
    log: () => undefined,
    now: Date.now,
    ...options,
  });
  opened.push(supervisor);
  return supervisor;
};
const spec = (command: string, restart = false): ProcessSpec => ({
  id: 'shop/staging/r1',
  argv: ['sh', '-c', command],
  environment: { PATH: process.env['PATH'] ?? '' },
  directory: root,
  logFile: join(root, 'log'),
  restart,
});
const known = (pid: number) => ({
  'shop/staging/r1': {
    pid,
    start: 'before the machine was started anew',
    startedAtMs: 0,
    logFile: join(root, 'log'),
    restart: true,
  },
});
/** Processes that wait to be let go. */
const waiting = async () => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(parent) === process.pid && state !== 'Z' ? pid : undefined;
    }),
  );
  const own = all.filter((pid) => pid !== undefined);
  const lines = await Promise.all(
    own.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes('read -r go')).length;
};

it.each([
  ['is started again', (host: Supervisor) => host.start(spec('exit 0'))],
  ['is ended', (host: Supervisor) => host.end('shop/staging/r1', 0)],
])('ends no stranger who has the number of a process that %s', async (_what, act) => {
  const stranger: ChildProcess = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
  await once(stranger, 'spawn');
  const host = await open({ saved: known(stranger.pid!) });
  await act(host);
  expect(await processStart(stranger.pid!)).toBeDefined();
  const gone = once(stranger, 'exit');
  stranger.kill('SIGKILL');
  await gone;
});

it('leaves no process that could not be recorded, and tries ever more seldom', async () => {
  let nowMs = 1_000_000;
  let isFull = false;
  const pausesMs: number[] = [];
  const host = await open({
    now: () => nowMs,
    save: async () => {
      if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
    log: (message) => {
      pausesMs.push(Number(/again in (\d+) ms/u.exec(message)?.[1]));
    },
  });
  await host.start(spec('echo ran; exit 1', true));
  await expect.poll(() => pausesMs, SOON).toEqual([500]);
  isFull = true;
  const later = () => {
    nowMs += 60_000;
    return pausesMs.slice(0, 4);
  };
  await expect.poll(later, SOON).toEqual([500, 1000, 2000, 4000]);
  await expect.poll(waiting, SOON).toBe(0);
  expect(await host.list('')).toMatchObject([{ isRunning: false }]);
  expect(await readFile(join(root, 'log'), 'utf8')).toBe('ran\n');

  isFull = false;
  nowMs += 60_000;
  await expect.poll(() => readFile(join(root, 'log'), 'utf8'), SOON).toMatch(/^(?:ran\n){2,}$/u);
});

it('begins nothing that could not be recorded', async () => {
  const host = await open({ save: () => Promise.reject(new Error('no space')) });
  await expect(host.start(spec('echo ran'))).rejects.toThrow('no space');
  expect(await host.list('')).toEqual([]);
  expect(host.state()).toEqual({});
  await expect.poll(waiting, SOON).toBe(0);
});
