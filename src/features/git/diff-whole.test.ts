import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { EMPTY_TREE } from '#ports/git/diff.ts';
import { maskedGit } from '#ports/git/masked.ts';
import { type RealRepository, realRepository } from '#ports/git/cli/real-repository.ts';
import { wholeCard } from './diff-whole.ts';

let repository: RealRepository;
const call = {
  actor: { id: 7, name: 'Alice', role: 'owner' },
  conversation: { id: '7:0:7', chatId: 7, actorId: 7, language: 'en', project: 'shop' },
  requestId: 'update:1',
  say: (key: string, values: object = {}) => `${key} ${JSON.stringify(values)}`,
} as const;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

const whole = async (sha: string) => {
  const git = maskedGit(repository.git, createMasker(['the-secret-of-the-shop']));
  const place = { project: 'shop', directory: repository.tree };
  const files = await git.diffFiles(repository.tree, EMPTY_TREE, sha);
  const view = { project: 'shop', id: 'x', from: EMPTY_TREE, to: sha, files };
  return wholeCard(git, place, view, call);
};
const lines = (count: number, width: number) =>
  Array.from({ length: count }, (_, at) => `${at} ${'word '.repeat(width / 5)}`).join('\n');

it('is a page without secrets, and nothing of a file gets out of its place', async () => {
  await repository.write('a.txt', `the-secret-of-the-shop\n</table><script>x</script>\n`);
  const { file } = await whole(await repository.commit('First'));
  expect(file?.name).toMatch(/^shop-[0-9a-f]{7}\.html$/u);
  expect(file?.content).toContain('[masked]');
  expect(file?.content).not.toContain('the-secret-of-the-shop');
  expect(file?.content).not.toContain('<script');
});

it('is plain text when a page would be too long, whole and without secrets', async () => {
  await repository.write('a.txt', `the-secret-of-the-shop\n${lines(25_000, 10)}\nthe last one\n`);
  const { file, text } = await whole(await repository.commit('First'));
  expect(text).toContain('diff-patch-file {"lines":25002,"most":20000}');
  expect(file?.name).toMatch(/\.diff$/u);
  expect(file?.content).toContain('+the last one');
  expect(file?.content).toContain('[masked]');
  expect(file?.content).not.toContain('the-secret-of-the-shop');
});

it('is the way to read it when even the text is too large for the chat', async () => {
  for (let at = 0; at < 7; at += 1) await repository.write(`${at}.txt`, lines(70_000, 100));
  const { file, text } = await whole(await repository.commit('First'));
  expect(text).toContain('diff-too-large');
  expect(file).toBeUndefined();
}, 60_000);
