import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createMasker, MASK } from '#lib/mask/masker.ts';
import { plantedSecrets } from '#lib/mask/planted.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { desiredOf } from './contract.ts';
import { gitOps } from './git/git.ts';
import { maskedOps } from './masked.ts';

it('commits no secret that somebody gives as a reason or as a name, on any branch', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'masked-ops-'));
  const directory = path.join(root, 'ops.git');
  const store = memoryStore();
  const git = gitOps({ directory, settings: store.settings, now: () => 1_000, pollMs: 0 });
  const ops = maskedOps(git, createMasker());
  const run = (...args: readonly string[]) =>
    execFileSync('git', [`--git-dir=${directory}`, ...args], { encoding: 'utf8' }).trim();
  /** Puts the files of the commit before on the branch, and resolves with what has to be decided. */
  const editByHand = async () => {
    const person = ['-c', 'user.name=Person', '-c', 'user.email=person@example.org'];
    const edit = ['commit-tree', '-p', 'main', '-m', 'Edit by hand', 'main~1^{tree}'];
    run('update-ref', 'refs/heads/main', run(...person, ...edit));
    return { head: (await ops.drift())?.head ?? '' };
  };
  const where = { project: 'shop', environment: 'staging' };
  // Every way into the repository once, each with other formats: they are cut when they are long.
  const ways = [
    'propose',
    'merge',
    'hold',
    'lift',
    'note',
    'configure',
    'rename',
    'remove',
    'accept',
    'restore',
  ] as const;
  const of = (way: (typeof ways)[number]) => {
    const mine = plantedSecrets.filter((_, at) => at % ways.length === ways.indexOf(way));
    const text = mine.map(([, secret]) => secret).join(' ');
    return { by: { id: 9, name: text }, reason: text, operationId: way, text };
  };
  const { by, reason, text } = of('propose');
  const desired = { ...desiredOf('propose', '1'), requestedBy: by, approvedBy: by, pinned: text };
  await ops.propose({ by, reason, operationId: 'propose', ...where, desired });
  await ops.merge('propose', of('merge').by);
  const hold = { id: 'h', kind: 'freeze', by: of('hold').by, reason: of('hold').text, sinceMs: 1 };
  await ops.hold({ ...of('hold'), hold: { ...hold, kind: 'freeze' } });
  await ops.lift({ ...of('lift'), holdId: 'h' });
  await ops.note({ ...of('note'), subject: of('note').text });
  await ops.configure({ ...of('configure'), ...where, settings: { cpus: 2 } });
  await ops.rename({ ...of('rename'), project: 'shop', to: 'store' });
  await ops.remove({ ...of('remove'), project: 'store' });
  expect(await ops.accept({ ...of('accept'), ...(await editByHand()) })).toBe(true);
  expect(await ops.restore({ ...of('restore'), ...(await editByHand()) })).toBe(true);

  const written = run('log', '-p', '--all');
  expect(written).toContain(MASK);
  expect(written.match(/^ +Action: /gmu)?.length ?? 0).toBeGreaterThanOrEqual(ways.length);
  for (const [, secret] of plantedSecrets)
    for (const line of secret.split('\n').filter((each) => !each.startsWith('-----')))
      expect(written).not.toContain(line);
  git.close();
  await store.close();
  await rm(root, { recursive: true, force: true });
});
