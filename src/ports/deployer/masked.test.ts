import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { endOf } from '#lib/end-of.ts';
import { readHook } from './command/hook-logs.ts';
import { runHook } from './command/hooks.ts';
import { lastBytes, lastLines } from './local/tail.ts';
import { maskedDeployer } from './masked.ts';
import { memoryDeployer } from './memory.ts';
import { SETTINGS } from './contract.ts';

const target = { project: 'shop', environment: 'staging' };
const never = new AbortController().signal;
const masker = { mask: (text: string) => text.replaceAll('hush', '•••') };

it('shows no secret that a release printed, wherever it is shown', async () => {
  const memory = memoryDeployer(() => 1);
  const deployer = maskedDeployer(memory, masker);
  const commit = (id: string) => ({ id, sha: id, directory: '/none', commands: { checks: [] } });
  const why = [{ code: 'ended', name: 'hush!', exitCode: 1 }] as const;
  memory.behaves('b', { at: 'build', fails: { reason: 'failed', tail: 'hush', why } });
  expect(await deployer.build(target, commit('b'), SETTINGS, never)).toEqual({
    kind: 'failed',
    reason: 'failed',
    tail: '•••',
    why: [{ code: 'ended', name: '•••!', exitCode: 1 }],
  });
  await deployer.build(target, commit('a'), SETTINGS, never);
  await deployer.start(target, 'a', SETTINGS, never);
  await deployer.switch(target, 'a');
  memory.prints(target, 'a hush');
  expect((await deployer.logs(target, { lines: 1 }))[0]?.text).toBe('a •••');
  for await (const { text } of deployer.follow(target, { lines: 1 }, never)) {
    expect(text).toBe('a •••');
    break;
  }
});

const SECRET = 'Xy7-plantedSecretValue-93kd';
const planted = createMasker([SECRET]);
/** What was printed; the secret begins so many characters before its last `endChars`. */
const printed = (endChars: number, before: number) =>
  `begins\n${'- '.repeat(40_000)}token ${SECRET}${'.'.repeat(endChars - (SECRET.length - before) - 1)}\nlast\n`;

let root: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'masked-'));
  file = join(root, 'log');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const KIB_16 = 16 * 1024;
const MIB = 1024 * 1024;
const hook = async (mostMs = 10_000) => {
  const place = { directory: root, environment: { PATH: process.env['PATH'] ?? '' } };
  const argv = ['sh', '-c', `cat ${file}; exit 4`] as const;
  const [ran, read] = await Promise.all([
    runHook(argv, { ...place, limitMs: mostMs }),
    readHook(argv, { ...place, limitMs: mostMs }),
  ]);
  return { tail: ran.kind === 'failed' ? ran.tail : '', read: read.output };
};

it.each([
  ['of a release', 4_000, () => lastBytes(file, 4_000)],
  [
    'of its log',
    8 * MIB,
    async () => (await lastLines(file, 10)).map(({ text }) => text).join('\n'),
  ],
  ['of a hook', KIB_16, async () => (await hook()).tail],
  ['of a hook that tells', MIB, async () => (await hook()).read],
  ['of what Docker said', 2_000, async () => endOf(printed(2_000, 9), 2_000)],
])('shows no half of a secret where the end %s was cut out', async (_what, mostChars, end) => {
  for (const cutChars of [1, 9, SECRET.length - 9]) {
    await writeFile(file, printed(mostChars - 'last\n'.length, cutChars));
    const shown = planted.mask(await end());
    expect(shown).toMatch(/last\n?$/u);
    for (let at = 0; at + 6 <= SECRET.length; at += 1)
      expect(shown).not.toContain(SECRET.slice(at, at + 6));
  }
});

it('masks a long line before it cuts it into parts', async () => {
  const memory = memoryDeployer(() => 1);
  const deployer = maskedDeployer(memory, planted);
  const source = { id: 'a', sha: 'a', directory: '/none', commands: { checks: [] } };
  await deployer.build(target, source, SETTINGS, never);
  await deployer.start(target, 'a', SETTINGS, never);
  await deployer.switch(target, 'a');
  memory.prints(target, `${'x'.repeat(KIB_16 - 10)} ${SECRET} ${'x'.repeat(KIB_16)}`);
  const parts = (await deployer.logs(target, { lines: 1 })).map(({ text }) => text);
  expect(parts).toHaveLength(2);
  expect(parts.join('')).toBe(`${'x'.repeat(KIB_16 - 10)} [masked] ${'x'.repeat(KIB_16)}`);
});
