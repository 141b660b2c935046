import type { Masker } from '#lib/mask/masker.ts';
import { maskedDiff } from './masked-diff.ts';
import type { Author, Git } from './port.ts';

/**
 * Git whose messages, authors and new branches hold no secret, because what is committed is there
 * for good, and whose comparisons show none.
 */
export function maskedGit(git: Git, masker: Pick<Masker, 'mask' | 'find'>): Git {
  const masked = (author: Author): Author => ({ ...author, name: masker.mask(author.name) });
  return {
    ...git,
    ...maskedDiff(git, masker),
    restartHistory: (directory, author, message, mayCommit) =>
      git.restartHistory(directory, masked(author), masker.mask(message), mayCommit),
    undo: (directory, { author, message, ...rest }) =>
      git.undo(directory, { ...rest, author: masked(author), message: masker.mask(message) }),
    merge: (directory, { author, message, ...rest }) =>
      git.merge(directory, { ...rest, author: masked(author), message: masker.mask(message) }),
    commitAll: (directory, author, message, mayCommit) =>
      git.commitAll(directory, masked(author), masker.mask(message), mayCommit),
    // A push tells the server the name.
    async startBranch(directory, name, isResumed) {
      if (masker.find(name).length > 0) return { kind: 'bad-name' };
      return git.startBranch(directory, name, isResumed);
    },
    splitBranch: (directory, { name, ...rest }) =>
      git.splitBranch(directory, {
        ...rest,
        name: masker.find(name).length > 0 ? `change/${rest.head.slice(0, 7)}` : name,
      }),
  };
}
