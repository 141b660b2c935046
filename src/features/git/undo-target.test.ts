import { afterEach, beforeEach, expect, it } from 'vitest';
import { realRepository, type RealRepository } from '#ports/git/cli/real-repository.ts';
import { toUndoTarget } from './undo-target.ts';

let repository: RealRepository;

beforeEach(async () => {
  repository = await realRepository();
});
afterEach(() => repository.close());

/** Two branches that both went on, and a merge of the one into the other. */
const merged = async (operation: string) => {
  const { git, tree, author, write, commit } = repository;
  await write('a.txt', 'one\n');
  await commit('base');
  await git.startBranch(tree, 'task/login', false);
  await write('b.txt', 'mine\n');
  const mine = await commit('mine');
  await git.useBranch(tree, 'main', false);
  await write('c.txt', 'theirs\n');
  const head = await commit('theirs');
  await git.useBranch(tree, 'task/login', false);
  const message = `Merge\n\nOperation: ${operation}\n`;
  const how = { method: 'merge', author, message, isResumed: false } as const;
  const made = await git.merge(tree, { ...how, target: 'task/login', head });
  return { mine, sha: made.kind === 'merged' ? made.sha : '' };
};

it.each(['merge-update-5', 'task-merge-update-5'])('takes back what %s merged', async (id) => {
  const { sha } = await merged(id);
  const { git, tree } = repository;
  for (const word of ['', 'HEAD', sha])
    expect(await toUndoTarget(git, tree, word)).toMatchObject({ kind: 'commit', commit: { sha } });
});

it.each(['update-update-5', 'task-update-update-5', 'turn-update-5'])(
  'takes no merge back that %s made: others would lose their work',
  async (id) => {
    const { sha } = await merged(id);
    const { git, tree } = repository;
    expect(await toUndoTarget(git, tree, '')).toEqual({ kind: 'none' });
    expect(await toUndoTarget(git, tree, sha)).toMatchObject({ kind: 'merge' });
  },
);
