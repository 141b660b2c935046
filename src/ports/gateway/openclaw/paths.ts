import { isAbsolute, relative, sep } from 'node:path';

/** `path` as seen from `directory`; absent when it lies outside. */
export function toRelative(path: string, directory: string | undefined): string | undefined {
  if (!isAbsolute(path)) return path.replace(/^\.\//u, '');
  if (directory === undefined) return undefined;
  const inside = relative(directory, path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) ? undefined : inside;
}

/** External text without the project's own absolute path in it. */
export function withoutDirectory(text: string, directory: string | undefined): string {
  return directory === undefined ? text : text.replaceAll(`${directory}${sep}`, '');
}
