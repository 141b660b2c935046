import type { Masker } from '#lib/mask/masker.ts';
import { maskedDiff } from './masked-diff.ts';
import type { Git } from './port.ts';

/**
 * Git whose messages and authors hold no secret, because what is committed is there for good, and
 * whose comparisons show none.
 */
export function maskedGit(git: Git, masker: Pick<Masker, 'mask' | 'find'>): Git {
  return {
    ...git,
    ...maskedDiff(git, masker),
    restartHistory: (directory, author, message) =>
      git.restartHistory(
        directory,
        { ...author, name: masker.mask(author.name) },
        masker.mask(message),
      ),
    undo: (directory, { author, message, ...rest }) =>
      git.undo(directory, {
        ...rest,
        author: { ...author, name: masker.mask(author.name) },
        message: masker.mask(message),
      }),
    merge: (directory, { author, message, ...rest }) =>
      git.merge(directory, {
        ...rest,
        author: { ...author, name: masker.mask(author.name) },
        message: masker.mask(message),
      }),
    commitAll: (directory, author, message, mayCommit) =>
      git.commitAll(
        directory,
        { ...author, name: masker.mask(author.name) },
        masker.mask(message),
        mayCommit,
      ),
  };
}
