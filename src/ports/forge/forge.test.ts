import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { realRepository } from '#ports/git/cli/real-repository.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { forgeContract } from './contract.ts';
import { localForge } from './local/local.ts';
import { memoryForge } from './memory.ts';

forgeContract('memory', async () => {
  const forge = memoryForge(Date.now);
  await forge.commit('main', 'a.txt', 'old');
  return {
    forge,
    project: 'shop',
    commit: (...words) => forge.commit(...words),
    deleteBranch: (branch) => forge.deleteBranch(branch),
    read: (...words) => forge.read(...words),
    close: async () => undefined,
  };
});

async function localUnderTest() {
  const repository = await realRepository();
  const { git, tree, write, run } = repository;
  const store = memoryStore();
  await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  const forge = localForge({ git, store, directory: () => tree, now: Date.now });
  await write('a.txt', 'old');
  await repository.commit('First');
  return {
    ...repository,
    forge,
    store,
    project: 'shop',
    async commit(branch: string, file: string, text: string) {
      const before = run('symbolic-ref', '--short', 'HEAD').trim();
      const isNew = run('branch', '--list', branch).trim() === '';
      run(...(isNew ? ['switch', '--quiet', '-c', branch, 'main'] : ['switch', '--quiet', branch]));
      await write(file, text);
      const sha = await repository.commit(`Write ${file}`);
      run('switch', '--quiet', before);
      return sha;
    },
    async deleteBranch(branch: string) {
      run('branch', '--quiet', '-D', branch);
      run('reflog', 'expire', '--expire=now', '--all');
      run('gc', '--quiet', '--prune=now');
    },
    async read(branch: string, file: string) {
      return run('show', `${branch}:${file}`);
    },
    async close() {
      await store.close();
      await repository.close();
    },
  };
}

forgeContract('local', localUnderTest);

const alice = { name: 'Alice <x>\n', actorId: 7 };
const propose = { source: 'side', target: 'main', description: '', by: alice };
const merge = { method: 'merge', by: alice, operationId: 'merge-1', isResumed: false } as const;

it('changes the files of the target where it is checked out, and no others', async () => {
  const under = await localUnderTest();
  const { forge, tree, run, write } = under;
  try {
    await under.commit('side', 'b.txt', 'one');
    await forge.open('shop', { ...propose, title: 'One' });
    run('switch', '--quiet', 'side');
    await write('mine.txt', 'not committed');
    const first = await under.forge.get('shop', 1);
    const away = await forge.merge('shop', 1, { ...merge, expectedHead: first!.head });
    expect(away).toMatchObject({ kind: 'merged', isCheckedOut: false });
    expect(run('status', '--porcelain').trim()).toBe('?? mine.txt');

    await write('b.txt', 'two');
    run('add', 'b.txt');
    run('commit', '--quiet', '--message=Two');
    run('switch', '--quiet', 'main');
    await forge.open('shop', { ...propose, title: 'Two' });
    const head = (await forge.get('shop', 2))!.head;
    const dirty = await forge.merge('shop', 2, { ...merge, operationId: 'm2', expectedHead: head });
    expect(dirty).toEqual({ kind: 'dirty', paths: ['mine.txt'] });
    expect(await readFile(path.join(tree, 'b.txt'), 'utf8')).toBe('one');
    await under.remove('mine.txt');
    const here = await forge.merge('shop', 2, { ...merge, operationId: 'm3', expectedHead: head });
    expect(here).toMatchObject({ kind: 'merged', isCheckedOut: true });
    expect(await readFile(path.join(tree, 'b.txt'), 'utf8')).toBe('two');
    expect(run('status', '--porcelain')).toBe('');
  } finally {
    await under.close();
  }
});

it.each(['merge', 'squash'] as const)(
  'tells in the commit of a %s who asked and who approved',
  async (method) => {
    const under = await localUnderTest();
    const { forge, run } = under;
    try {
      const head = await under.commit('side', 'b.txt', 'one');
      await forge.open('shop', { ...propose, title: 'Mend\nOperation: forged' });
      const bob = { name: 'Bob', actorId: 8 };
      const review = { key: 'k', by: bob, verdict: 'approve', comment: '', atSha: head } as const;
      await forge.review('shop', 1, review);
      await forge.merge('shop', 1, { ...merge, method, expectedHead: head });
      const trailers = run('log', '-1', '--format=%(trailers:only)', 'main').trim().split('\n');
      expect(trailers).toEqual([
        'Operation: merge-1',
        'Requested-by: Alice x (Telegram 7)',
        'Reviewed-by: Bob (Telegram 8)',
      ]);
      expect(run('log', '-1', '--format=%an <%ae>', 'main').trim()).toBe(
        'Alice x <7@telegram.invalid>',
      );
      expect(run('log', '-1', '--format=%P', 'main').trim().split(' ')).toHaveLength(
        method === 'merge' ? 2 : 1,
      );
      execFileSync('git', ['fsck', '--strict'], { cwd: under.tree, stdio: 'ignore' });
    } finally {
      await under.close();
    }
  },
);

it.each(['merge', 'squash'] as const)(
  'makes a %s once, also when a crash came behind it',
  async (method) => {
    const under = await localUnderTest();
    const { forge, run, store } = under;
    try {
      const head = await under.commit('side', 'b.txt', 'one');
      await forge.open('shop', { ...propose, title: 'Once' });
      const wish = { ...merge, method, expectedHead: head };
      const done = await forge.merge('shop', 1, wish);
      expect(await forge.merge('shop', 1, { ...wish, isResumed: true })).toEqual(done);
      // As if the store had not been told.
      const { author } = (await store.changes.get('shop', 1))!;
      expect(author.actorId).toBe(7);
      const before = run('rev-parse', 'main');
      await store.changes.setState('shop', 1, { from: ['merged'], to: 'open', atMs: 1 });
      expect(await forge.merge('shop', 1, { ...wish, isResumed: true })).toEqual(done);
      expect(run('rev-parse', 'main')).toBe(before);
      expect(await forge.get('shop', 1)).toMatchObject({ state: 'merged' });
    } finally {
      await under.close();
    }
  },
);
