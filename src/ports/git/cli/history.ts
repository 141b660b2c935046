import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { GitHistory, LargeFile, LogCommit } from '../history.ts';
import { takeSnapshot } from './tree.ts';
import { fieldsOf, type Workshop } from './workshop.ts';

const FORMAT = [
  '%H',
  '%P',
  '%an',
  '%at',
  '%s',
  '%(trailers:key=Operation,valueonly,unfold,separator=%x20)',
].join('%x00');
const FIELDS = 6;

/** What a person may name a commit by; no searches, no paths, no options. */
const REVISION = /^(?!-)[^\s\p{C}:{}*?[\]\\]{1,200}$/u;
/** Ours, and that of `git revert`. */
const TAKES_BACK = /^(?:Undoes: |This reverts commit )([0-9a-f]{40})/mu;

/** `GitHistory` through git's command line. */
export function historyCli(workshop: Workshop): GitHistory {
  const { git, inTurn } = workshop;
  const hasCommits = async (directory: string): Promise<boolean> =>
    (await resolve(workshop, directory, 'HEAD')) !== undefined;

  return {
    snapshot: (directory) => inTurn(directory, () => takeSnapshot(workshop, directory)),
    largeFiles: (directory, overBytes) =>
      inTurn(directory, () => findLarge(workshop, directory, overBytes)),
    resolve: (directory, word) => resolve(workshop, directory, word),
    async log(directory, { skip, limit, path: only }) {
      if (!canBePath(only) || !(await hasCommits(directory))) return [];
      const range = [`--skip=${skip}`, `--max-count=${limit}`, 'HEAD', '--', ...literal(only)];
      const args = ['log', '-z', `--format=${FORMAT}`, ...range];
      return parseLog(await git(directory, args, { isBare: true }));
    },
    async countCommits(directory, only) {
      if (!canBePath(only) || !(await hasCommits(directory))) return 0;
      const args = ['rev-list', '--count', 'HEAD', '--', ...literal(only)];
      return Number(await git(directory, args, { isBare: true }));
    },
    async commit(directory, sha) {
      if ((await resolve(workshop, directory, sha)) === undefined) return undefined;
      const args = ['log', '-z', `--format=${FORMAT}`, '--max-count=1', sha, '--'];
      return parseLog(await git(directory, args, { isBare: true })).at(0);
    },
    async isInHistory(directory, sha) {
      if (!(await hasCommits(directory))) return false;
      const args = ['rev-list', '--max-count=1', sha, '--not', 'HEAD', '--'];
      return (await git(directory, args, { isBare: true })).trim() === '';
    },
    async undoers(directory) {
      const found = new Map<string, readonly string[]>();
      if (!(await hasCommits(directory))) return found;
      const patterns = ['Undoes: ', 'This reverts commit '].map((start) => `--grep=^${start}`);
      const args = ['log', '-z', '--format=%H%n%B', ...patterns, 'HEAD', '--'];
      for (const record of fieldsOf(await git(directory, args, { isBare: true }))) {
        const sha = TAKES_BACK.exec(record)?.[1];
        if (sha !== undefined) found.set(sha, [...(found.get(sha) ?? []), record.slice(0, 40)]);
      }
      return found;
    },
  };
}

async function resolve(
  { git }: Workshop,
  directory: string,
  word: string,
): Promise<string | undefined> {
  if (!REVISION.test(word)) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`];
  const found = await git(directory, args, { isBare: true, okExitCodes: [1, 128] });
  return /^[0-9a-f]{40}$/mu.exec(found)?.[0];
}

/** Git fails at what leads out of the repository; no program takes zero bytes or endless words. */
function canBePath(only: string | undefined): boolean {
  if (only === undefined) return true;
  return only.length <= 4_096 && !only.includes('\0') && !/^\/|(?:^|\/)\.\.(?:\/|$)/u.test(only);
}

function literal(only: string | undefined): readonly string[] {
  return only === undefined ? [] : [`:(top,literal)${only}`];
}

function parseLog(output: string): readonly LogCommit[] {
  const fields = output.split('\0');
  const commits: LogCommit[] = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [sha = '', parents = '', author = '', seconds = '', subject = '', operation = ''] =
      fields.slice(at, at + FIELDS);
    commits.push({
      sha,
      parents: parents.split(' ').filter((each) => each !== ''),
      author,
      atMs: Number(seconds) * 1_000,
      subject,
      ...(operation !== '' && { operation }),
    });
  }
  return commits;
}

async function findLarge(
  { git }: Workshop,
  directory: string,
  overBytes: number,
): Promise<readonly LargeFile[]> {
  const args = ['ls-files', '-z', '--others', '--modified', '--exclude-standard'];
  const found: LargeFile[] = [];
  for (const name of new Set(fieldsOf(await git(directory, args)))) {
    const file = await lstat(path.join(directory, name)).catch(() => undefined);
    if (file?.isFile() && file.size > overBytes) found.push({ path: name, sizeBytes: file.size });
  }
  return found;
}
