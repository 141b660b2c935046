import type { FileChange } from '../port.ts';

/** Reads `git … --numstat -z --no-renames`: `<added>\t<removed>\t<path>\0`, `-` for binary. */
export function parseChanges(output: string): readonly FileChange[] {
  return output
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const [added = '', removed = '', ...path] = row.split('\t');
      return { path: path.join('\t'), added: toLines(added), removed: toLines(removed) };
    });
}

function toLines(field: string): number {
  return field === '-' ? 0 : Number(field);
}
