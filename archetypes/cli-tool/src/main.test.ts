import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

for (const { args, input, status, stdout, stderr } of [
  { args: ['count'], input: 'abc', status: 0, stdout: '3\n', stderr: '' },
  { args: ['dance'], status: 2, stdout: '', stderr: 'There is no command "dance". Try --help.\n' },
  {
    args: ['count', '/nothing/like/that'],
    status: 1,
    stdout: '',
    stderr: "ENOENT: no such file or directory, open '/nothing/like/that'\n",
  },
]) {
  test(`exits with ${status} after ${args.join(' ')}`, () => {
    const ran = spawnSync(process.execPath, [MAIN, ...args], { input, encoding: 'utf8' });

    assert.deepEqual([ran.stdout, ran.stderr, ran.status], [stdout, stderr, status]);
  });
}

for (const [signal, status] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const) {
  test(`ends on ${signal} while it reads`, { timeout: 30_000 }, async (t) => {
    const tool = spawn(process.execPath, [MAIN, 'count']);
    t.after(() => tool.kill('SIGKILL'));
    const ended = once(tool, 'exit');
    // More than a pipe holds: when all of it is gone, the tool is reading.
    await new Promise((resolve) => tool.stdin.write(Buffer.alloc(4 << 20), resolve));

    tool.kill(signal);

    assert.deepEqual(await ended, [status, null]);
  });
}

test('stays quiet when nobody reads on', { timeout: 30_000 }, async (t) => {
  const files = Array.from({ length: 3_000 }, () => MAIN);
  const tool = spawn(process.execPath, [MAIN, 'count', ...files]);
  t.after(() => tool.kill('SIGKILL'));
  const ended = once(tool, 'exit');
  const complaints = text(tool.stderr);

  tool.stdout.destroy();

  assert.deepEqual(await ended, [0, null]);
  assert.equal(await complaints, '');
});
