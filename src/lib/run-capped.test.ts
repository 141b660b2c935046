import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { processStart } from './process-identity.ts';
import { runCapped } from './run-capped.ts';

const options = {
  directory: tmpdir(),
  environment: { PATH: '/usr/bin:/bin' },
  timeoutMs: 10_000,
  capBytes: 1000,
};

test('keeps both streams in order and the exit code', async () => {
  const ran = await runCapped(['/bin/sh', '-c', 'echo one; echo two >&2; exit 3'], options);
  expect(ran).toEqual({ exitCode: 3, output: 'one\ntwo\n', timedOut: false });
});

test('keeps only the end of a long output', async () => {
  const ran = await runCapped(['/bin/sh', '-c', 'seq 1 100000; echo end'], options);
  // So many whole lines as fit.
  const numbers = Array.from({ length: 165 }, (_, index) => index + 99_836);
  expect(ran.output).toBe(`${numbers.join('\n')}\nend\n`);
});

test('ends the whole group at the time limit, deaf children included', async () => {
  const script = `trap '' TERM; (trap '' TERM; sleep 61) & echo $!; sleep 61`;
  const ran = await runCapped(['/bin/sh', '-c', script], { ...options, timeoutMs: 1500 });
  expect(ran).toMatchObject({ exitCode: undefined, timedOut: true });
  expect(ran.output).toMatch(/^\d+\n$/u);
  await expect.poll(() => processStart(Number(ran.output))).toBeUndefined();
});

test('ends on abort, and does not start when aborted before', async () => {
  const aborter = new AbortController();
  const running = runCapped(['/bin/sleep', '61'], { ...options, signal: aborter.signal });
  aborter.abort();
  expect(await running).toMatchObject({ exitCode: undefined, timedOut: false });
  expect(
    await runCapped(['/nowhere/at/all'], { ...options, signal: aborter.signal }),
  ).toMatchObject({ exitCode: undefined });
});

test('resolves though a daemon that left the group holds the output open', async () => {
  const script = 'setsid sleep 5 & echo gone';
  const startedMs = performance.now();
  expect(await runCapped(['/bin/sh', '-c', script], options)).toMatchObject({ exitCode: 0 });
  expect(performance.now() - startedMs).toBeLessThan(4000);
});

test('sees no variable of ours', async () => {
  process.env['RUN_CAPPED_SECRET'] = 'x';
  const ran = await runCapped(['/usr/bin/env'], options);
  delete process.env['RUN_CAPPED_SECRET'];
  expect(ran.output).toBe('PATH=/usr/bin:/bin\n');
});

test('rejects when the program does not exist', async () => {
  await expect(runCapped(['/nowhere/at/all'], options)).rejects.toThrow('ENOENT');
});
