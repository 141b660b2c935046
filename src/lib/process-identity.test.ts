import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processStart, processesIn, signalGroup } from './process-identity.ts';

test('a process keeps its start, and loses it when it ends', async () => {
  const child = spawn('sleep', ['61'], { detached: true, stdio: 'ignore' });
  const pid = child.pid!;
  const start = await processStart(pid);
  expect(start).toMatch(/\d/u);
  expect(await processStart(pid)).toBe(start);
  expect(await processStart(process.pid)).not.toBe(start);
  const exited = once(child, 'exit');
  expect(signalGroup(pid, 'SIGKILL')).toBe(true);
  await exited;
  expect(await processStart(pid)).toBeUndefined();
  expect(signalGroup(pid, 'SIGKILL')).toBe(false);
});

test.skipIf(process.platform !== 'linux')('the start names the boot of the machine', async () => {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  expect(await processStart(process.pid)).toMatch(new RegExp(`^\\d+@${boot}$`, 'u'));
});

test.skipIf(process.platform !== 'linux')('finds a program by where it stands', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'stands-'));
  const child = spawn('/bin/sleep', ['61'], { cwd: directory, stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    expect(await processesIn(directory, '/bin/sleep')).toEqual([child.pid]);
    expect(await processesIn(directory, process.execPath)).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  }
});
