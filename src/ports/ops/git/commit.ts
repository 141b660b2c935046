import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOT } from '#ports/git/author.ts';
import type { NewCommit } from '../repository.ts';
import type { GitRunner } from './run.ts';

const NOTHING = '0'.repeat(40);

/** Makes a commit without a working tree; nothing points at it yet. Resolves with its id. */
export async function makeCommit(
  git: GitRunner,
  commit: NewCommit,
  signingKeyFile: string | undefined,
): Promise<string> {
  const tree = await writeTree(git, commit);
  const seconds = Math.floor(commit.atMs / 1_000);
  const signing =
    signingKeyFile === undefined
      ? []
      : ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${signingKeyFile}`];
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const args = [
    ...signing,
    'commit-tree',
    ...(signingKeyFile === undefined ? [] : ['-S']),
    tree,
    ...parents,
  ];
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: `@${seconds} +0000`,
    GIT_COMMITTER_NAME: BOT.name,
    GIT_COMMITTER_EMAIL: BOT.email,
    GIT_COMMITTER_DATE: `@${seconds} +0000`,
  };
  return (await git.run(args, { env, input: commit.message })).trim();
}

async function writeTree(git: GitRunner, { base, changes }: NewCommit): Promise<string> {
  if (base !== undefined && changes.size === 0) {
    return (await git.run(['rev-parse', '--verify', `${base}^{tree}`])).trim();
  }
  const rows: string[] = [];
  // What is removed goes first: a folder may become a file, and the other way round.
  for (const [file, text] of changes) {
    if (text === undefined) rows.push(`0 ${NOTHING}\t${file}\0`);
  }
  for (const [file, text] of changes) {
    if (text === undefined) continue;
    const id = (await git.run(['hash-object', '-w', '--stdin'], { input: text })).trim();
    rows.push(`100644 ${id}\t${file}\0`);
  }
  // An index of its own: two commits at once do not meet.
  const directory = await mkdtemp(path.join(tmpdir(), 'ops-index-'));
  const env = { GIT_INDEX_FILE: path.join(directory, 'index') };
  try {
    await git.run(['read-tree', ...(base === undefined ? ['--empty'] : [base])], { env });
    const args = ['update-index', '--add', '--replace', '-z', '--index-info'];
    await git.run(args, { env, input: rows.join('') });
    return (await git.run(['write-tree'], { env })).trim();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
