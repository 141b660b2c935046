import { MASK, type Masker } from '#lib/mask/masker.ts';
import type { DiffFile, GitDiff, Hunk, HunkLine } from './diff.ts';

/** Comparisons that hold no secret; which lines there are, and their numbers, stay. */
export function maskedDiff(git: GitDiff, masker: Pick<Masker, 'mask' | 'find'>): GitDiff {
  const hunks = (found: readonly Hunk[]) => found.map((hunk) => maskHunk(hunk, masker));
  return {
    diffFiles: async (directory, from, to) =>
      (await git.diffFiles(directory, from, to)).map((file) => maskNames(file, masker)),
    diffHunks: async (directory, file) => hunks(await git.diffHunks(directory, file)),
    diffAllHunks: async (directory, diff) =>
      (await git.diffAllHunks(directory, diff)).map((found) => hunks(found)),
    async patch(directory, from, to) {
      const patch = await git.patch(directory, from, to);
      return patch === undefined ? undefined : masker.mask(patch);
    },
  };
}

function maskNames(file: DiffFile, { mask }: Pick<Masker, 'mask'>): DiffFile {
  const { path, oldPath } = file;
  return { ...file, path: mask(path), ...(oldPath !== undefined && { oldPath: mask(oldPath) }) };
}

/** Before and after are each read as one text: a key of many lines is a secret as a whole. */
function maskHunk(hunk: Hunk, masker: Pick<Masker, 'mask' | 'find'>): Hunk {
  const cuts = hunk.lines.map((): Cut[] => []);
  for (const side of ['-', '+'] as const) {
    const at = hunk.lines.flatMap(({ sign }, index) =>
      sign === ' ' || sign === side ? [index] : [],
    );
    const text = at.map((index) => hunk.lines[index]?.text).join('\n');
    const found = masker.find(text);
    if (found.length === 0) continue;
    let start = 0;
    for (const index of at) {
      const end = start + (hunk.lines[index]?.text.length ?? 0);
      for (const secret of found) {
        if (secret.end <= start || secret.start >= end) continue;
        const cut = [Math.max(secret.start, start) - start, Math.min(secret.end, end) - start];
        cuts[index]?.push([cut[0] ?? 0, cut[1] ?? 0]);
      }
      start = end + 1;
    }
  }
  const heading = masker.mask(hunk.heading);
  const lines = hunk.lines.map((line, index) => without(line, cuts[index] ?? []));
  return { ...hunk, heading, lines };
}

type Cut = readonly [from: number, to: number];

function without(line: HunkLine, cuts: readonly Cut[]): HunkLine {
  if (cuts.length === 0) return line;
  let text = '';
  let shown = 0;
  for (const [from, to] of cuts.toSorted((left, right) => left[0] - right[0])) {
    // A line that both sides have is found twice.
    if (to <= shown) continue;
    if (from >= shown) text += line.text.slice(shown, from) + MASK;
    shown = to;
  }
  return { ...line, text: text + line.text.slice(shown) };
}
