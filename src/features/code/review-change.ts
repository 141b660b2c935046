import { EMPTY_TREE } from '#ports/git/diff.ts';
import type { Git } from '#ports/git/port.ts';

/** What is more than that nobody reviews in one go; the agent reads the rest in the files. */
const MOST_FILES = 60;
const MOST_CHARS = 28_000;

/** What a commit changed, as a unified diff, for the agent to read. */
export async function changeText(
  git: Pick<Git, 'commit' | 'diffFiles' | 'diffAllHunks'>,
  directory: string,
  sha: string,
): Promise<string> {
  const commit = await git.commit(directory, sha);
  const from = commit?.parents[0] ?? EMPTY_TREE;
  const all = await git.diffFiles(directory, from, sha);
  const files = all.slice(0, MOST_FILES);
  const hunks = await git.diffAllHunks(directory, { from, to: sha, files });
  const parts = files.map(({ path, oldPath, change, isBinary }, index) => {
    const name = oldPath === undefined ? path : `${oldPath} → ${path}`;
    const body = (hunks[index] ?? []).map(({ oldStart, newStart, heading, lines }) => {
      const rows = lines.map(({ sign, text }) => `${sign}${text}`);
      return [`@@ -${oldStart} +${newStart} @@ ${heading}`, ...rows].join('\n');
    });
    return [`=== ${change}: ${name}${isBinary ? ' (binary)' : ''}`, ...body].join('\n');
  });
  const more = all.length > files.length ? [`… +${all.length - files.length}`] : [];
  const text = [commit?.subject ?? '', ...parts, ...more].join('\n');
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}\n…` : text;
}
