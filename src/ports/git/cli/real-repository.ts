import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Author, Git } from '../port.ts';
import { repositoriesIn } from '../repository-place.ts';
import { gitCli } from './cli.ts';
import { MOVING } from './tree.ts';

/** A real repository for a test, as the bot keeps it: outside of its working tree. */
export interface RealRepository {
  readonly git: Git;
  readonly tree: string;
  readonly author: Author;
  readonly write: (name: string, content: string | Uint8Array) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** Commits what lies there; resolves with the id. */
  readonly commit: (message: string) => Promise<string>;
  /** The git program, as a person would use it in the tree. */
  readonly run: (...args: readonly string[]) => string;
  /** As if a move of the files between two commits had begun when the bot was killed. */
  readonly beginsMove: (from: string, to: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An empty repository in a directory of its own. */
export async function realRepository(): Promise<RealRepository> {
  const root = await mkdtemp(path.join(tmpdir(), 'repository-'));
  const tree = path.join(root, 'shop');
  const author = { name: 'Alice', email: '7@telegram.invalid' };
  const git = gitCli({ gitDirectory: repositoriesIn(path.join(root, 'git')) });
  await mkdir(tree);
  await git.init(tree);
  const run = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: tree,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        GIT_AUTHOR_NAME: 'Person',
        GIT_AUTHOR_EMAIL: 'person@example.org',
        GIT_COMMITTER_NAME: 'Person',
        GIT_COMMITTER_EMAIL: 'person@example.org',
      },
    });
  return {
    git,
    tree,
    author,
    run,
    async beginsMove(from, to) {
      const trees = [from, to].map((each) => run('rev-parse', `${each}^{tree}`).trim());
      await writeFile(path.join(root, 'git', 'shop.git', MOVING), trees.join(' '));
    },
    async write(name, content) {
      const file = path.join(tree, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    remove: (name) => rm(path.join(tree, name), { recursive: true }),
    async commit(message) {
      const commit = await git.commitAll(tree, author, message);
      if (!commit) throw new Error('nothing to commit');
      return commit.sha;
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}
