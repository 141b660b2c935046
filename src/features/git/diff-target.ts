import { EMPTY_TREE } from '#ports/git/diff.ts';
import type { LogCommit } from '#ports/git/history.ts';
import type { Git } from '#ports/git/port.ts';

/** Two states of a project, by ids that never change what they name. */
export interface Compared {
  readonly from: string;
  readonly to: string;
}

/** What a person asked to see. */
export type Target =
  | ({ readonly kind: 'commit'; readonly commit: LogCommit } & Compared)
  | ({ readonly kind: 'tree'; readonly leftOut: readonly string[] } & Compared)
  | ({ readonly kind: 'range'; readonly words: string } & Compared)
  | { readonly kind: 'unknown'; readonly word: string }
  /** There is no commit and no file. */
  | { readonly kind: 'empty' };

/** What the words behind `/diff` mean; without one: what is not committed, else the last commit. */
export async function toTarget(git: Git, directory: string, word: string): Promise<Target> {
  if (word === '') return newest(git, directory);
  const range = /^(?<from>[^.].*?)\.\.(?<to>[^.].*)$/u.exec(word)?.groups;
  if (range) {
    const { from = '', to = '' } = range;
    const [a, b] = [await git.resolve(directory, from), await git.resolve(directory, to)];
    if (a === undefined || b === undefined) return { kind: 'unknown', word };
    return { kind: 'range', words: word, from: a, to: b };
  }
  const commit = await findCommit(git, directory, word);
  return commit ? ofCommit(commit) : { kind: 'unknown', word };
}

/** The commit that a revision or an operation (`#turn-…`, with or without `#`) names. */
export async function findCommit(
  git: Git,
  directory: string,
  word: string,
): Promise<LogCommit | undefined> {
  const isOperation = word.startsWith('#');
  const sha = isOperation ? undefined : await git.resolve(directory, word);
  if (sha !== undefined) return git.commit(directory, sha);
  const operation = isOperation ? word.slice(1) : word;
  if (!/^[\w-]{4,100}$/u.test(operation)) return undefined;
  const made = await git.findByTrailer(directory, 'Operation', operation);
  return made && git.commit(directory, made.sha);
}

/** A commit against what was before it; of a merge, against what it was merged into. */
export function ofCommit(commit: LogCommit): Extract<Target, { kind: 'commit' }> {
  return { kind: 'commit', commit, from: commit.parents[0] ?? EMPTY_TREE, to: commit.sha };
}

async function newest(git: Git, directory: string): Promise<Target> {
  const { head, headTree, tree, leftOut } = await git.snapshot(directory);
  if (tree !== headTree) return { kind: 'tree', from: headTree, to: tree, leftOut };
  const commit = head === undefined ? undefined : await git.commit(directory, head);
  return commit ? ofCommit(commit) : { kind: 'empty' };
}
