/** Something of a project that is not in the backup although it should be. */
export interface LeftOut {
  /** As it would be called in the archive. */
  readonly name: string;
  /** Such as `EACCES`. */
  readonly why: string;
}

/** Says whether people may have there what cannot be read: one odd file must not end all backups. */
export function isTheirs(name: string): boolean {
  return name.startsWith('projects/');
}

/** Says whether something disappeared, or became something else, since it was seen. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(why(error));
}

/** Says whether trying again, or leaving one file out, cannot help. */
export function isOfTheMachine(error: unknown): boolean {
  return isDiskFull(error) || ['EMFILE', 'ENFILE', 'ENOMEM', 'EROFS'].includes(why(error));
}

/** Says whether there is no room. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(why(error));
}

/** The system's word for what happened, such as `EACCES`. */
export function why(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : String(error);
}
