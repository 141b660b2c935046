import type { Masker } from '#lib/mask/masker.ts';
import type { Git } from './port.ts';

/** Git whose messages and authors hold no secret: what is committed is there for good. */
export function maskedGit(git: Git, masker: Pick<Masker, 'mask'>): Git {
  return {
    ...git,
    commitAll: (directory, author, message, mayCommit) =>
      git.commitAll(
        directory,
        { ...author, name: masker.mask(author.name) },
        masker.mask(message),
        mayCommit,
      ),
  };
}
