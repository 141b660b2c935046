import { type DiffFile, EMPTY_TREE } from '#ports/git/diff.ts';
import type { Git } from '#ports/git/port.ts';

/** What is more than that nobody reviews in one go; the agent reads the rest in the files. */
const MOST_FILES = 60;
const MOST_CHARS = 28_000;
/** Of one file: a larger one was made by a program, and would be most of what is shown. */
const MOST_LINES = 2_000;
const MOST_BYTES = 1_000_000;

/**
 * What a commit changed, as a unified diff, for the agent to read. File by file, and no more is read
 * than is shown: a commit of a whole vendor folder is no more work than one of a few files.
 */
export async function changeText(
  git: Pick<Git, 'commit' | 'diffFiles' | 'diffHunks'>,
  directory: string,
  sha: string,
): Promise<string> {
  const commit = await git.commit(directory, sha);
  const from = commit?.parents[0] ?? EMPTY_TREE;
  const all = await git.diffFiles(directory, from, sha);
  const parts = [commit?.subject ?? ''];
  let chars = 0;
  for (const file of all.slice(0, MOST_FILES)) {
    if (chars > MOST_CHARS) break;
    const part = [titleOf(file), ...(await hunksOf(git, directory, file))].join('\n');
    parts.push(part);
    chars += part.length;
  }
  const hidden = all.length - (parts.length - 1);
  const text = [parts.join('\n').slice(0, MOST_CHARS), ...(chars > MOST_CHARS ? ['…'] : [])];
  return [...text, ...(hidden > 0 ? [`… +${hidden}`] : [])].join('\n');
}

function titleOf({ path, oldPath, change, isBinary, added, removed, ...file }: DiffFile): string {
  const name = oldPath === undefined ? path : `${oldPath} → ${path}`;
  const note = isBinary ? ' (binary)' : isLarge({ added, removed, ...file }) ? ' (large)' : '';
  return `=== ${change}: ${name} +${added} -${removed}${note}`;
}

async function hunksOf(
  git: Pick<Git, 'diffHunks'>,
  directory: string,
  file: DiffFile,
): Promise<readonly string[]> {
  if (isLarge(file)) return [];
  const hunks = await git.diffHunks(directory, file);
  return hunks.map(({ oldStart, newStart, heading, lines }) => {
    const rows = lines.map(({ sign, text }) => `${sign}${text}`);
    return [`@@ -${oldStart} +${newStart} @@ ${heading}`, ...rows].join('\n');
  });
}

function isLarge({
  added,
  removed,
  sizeBytes,
}: Pick<DiffFile, 'added' | 'removed' | 'sizeBytes'>): boolean {
  return added + removed > MOST_LINES || sizeBytes > MOST_BYTES;
}
