import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RealRepository, realRepository } from '#ports/git/cli/real-repository.ts';
import { changeText } from './review-change.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

it('shows what a commit changed, by file', async () => {
  const { git, tree, write, remove, commit } = repository;
  await write('a.txt', 'one\n');
  await write('b.txt', 'gone\n');
  await commit('First');
  await write('a.txt', 'two\n');
  await remove('b.txt');
  await write('picture', '\0\0');
  const sha = await commit('Change a');
  expect(await changeText(git, tree, sha)).toBe(
    [
      'Change a',
      '=== modified: a.txt +1 -1',
      '@@ -1 +1 @@ ',
      '-one',
      '+two',
      '=== deleted: b.txt +0 -1',
      '@@ -1 +0 @@ ',
      '-gone',
      '=== added: picture +0 -0 (binary)',
    ].join('\n'),
  );
});

it('reads no more of a huge commit than it shows', async () => {
  const { git, tree, write, commit } = repository;
  // More than a program may print to us: 80 files of nearly a megabyte, each in a line of its own.
  for (let number = 10; number < 90; number += 1)
    await write(`vendor/${number}.js`, `${'x'.repeat(900_000)}${number}\n`);
  await write('a-large.js', 'line\n'.repeat(3_000));
  const sha = await commit('Add vendor');
  const read: string[] = [];
  const watched = {
    ...git,
    diffHunks: (directory: string, file: Parameters<typeof git.diffHunks>[1]) => {
      read.push(file.path);
      return git.diffHunks(directory, file);
    },
  };
  const text = await changeText(watched, tree, sha);
  expect(text).toContain('=== added: a-large.js +3000 -0 (large)\n=== added: vendor/10.js');
  expect(text.endsWith('…\n… +79')).toBe(true);
  expect(text.length).toBeLessThan(28_100);
  expect(read).toEqual(['vendor/10.js']);
});
