import type { AddedLines } from '../port.ts';
import type { Workshop } from './workshop.ts';

/** Runs git in one working tree. */
type Run = (args: readonly string[], input?: string) => Promise<string>;

/** A larger file is data; what git prints of it would fill the memory. */
const MOST_FILE_BYTES = 2_000_000;
/** Of all files of one call of git, old and new. */
const MOST_BATCH_BYTES = 12_000_000;

/** What is compared: two trees, or one and the index. */
type Range = readonly [from: string, to: string] | readonly ['--cached', string];

/**
 * The lines that the later one of a range adds. Files are compared as text whatever `.gitattributes`
 * says of them: the agent can write that file.
 */
export async function addedLines(git: Run, range: Range): Promise<readonly AddedLines[]> {
  const raw = await git(['diff', '--raw', '-z', '--no-renames', '--no-abbrev', ...range, '--']);
  const files = parseRaw(raw);
  const sizes = await sizesOf(git, files);
  const found: AddedLines[] = [];
  let batch: Changed[] = [];
  let batchBytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) found.push(...(await linesOf(git, range, batch)));
    batch = [];
    batchBytes = 0;
  };
  for (const [at, file] of files.entries()) {
    const bytes = sizes[at] ?? 0;
    if (bytes > MOST_FILE_BYTES) continue;
    if (batchBytes + bytes > MOST_BATCH_BYTES || batch.length >= MOST_BATCH_FILES) await flush();
    batch.push(file);
    batchBytes += bytes;
  }
  await flush();
  // Each file is there, also one that is empty or too large: its name is new as well.
  const withLines = new Set(found.map((each) => each.path));
  const others = files.filter((each) => !withLines.has(each.path));
  return [...found, ...others.map((each) => ({ path: each.path, firstLine: 1, text: '' }))];
}

/** The same of two trees. */
export function addedBetween(
  { git }: Workshop,
  directory: string,
  from: string,
  to: string,
): Promise<readonly AddedLines[]> {
  const run: Run = (args, input) =>
    git(directory, args, { isBare: true, ...(input !== undefined && { input }) });
  return addedLines(run, [from, to]);
}

/** Paths are arguments, and a command line has its limit. */
const MOST_BATCH_FILES = 200;

interface Changed {
  readonly path: string;
  readonly objects: readonly string[];
  /** A file that became a link, say: git shows it as one that goes and one that comes. */
  readonly isOtherType: boolean;
}

/** Reads `:<mode> <mode> <old> <new> <status>\0<path>\0…`. */
function parseRaw(raw: string): readonly Changed[] {
  const fields = raw.split('\0');
  const files: Changed[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode, old = '', now = '', status] = fields[at]?.split(' ') ?? [];
    const objects = [old, now].filter((object) => !/^0+$/u.test(object));
    // Nothing is added by what goes.
    if (mode !== '000000')
      files.push({ path: fields[at + 1] ?? '', objects, isOtherType: status === 'T' });
  }
  return files;
}

async function sizesOf(git: Run, files: readonly Changed[]): Promise<readonly number[]> {
  if (files.length === 0) return [];
  const objects = [...new Set(files.flatMap((file) => file.objects))];
  const output = await git(['cat-file', '--batch-check'], `${objects.join('\n')}\n`);
  const sizes = new Map(
    output.split('\n').map((line) => {
      // What is not here has none, as the commit that a link to another repository names.
      const [object = '', , size = '0'] = line.split(' ');
      return [object, Number(size)] as const;
    }),
  );
  return files.map((file) =>
    file.objects.reduce((sum, object) => sum + (sizes.get(object) ?? 0), 0),
  );
}

async function linesOf(
  git: Run,
  range: Range,
  files: readonly Changed[],
): Promise<readonly AddedLines[]> {
  const literal = files.map(({ path }) => `:(top,literal)${path}`);
  const headers = files.flatMap(({ path, isOtherType }) => (isOtherType ? [path, path] : [path]));
  const diff = await git([
    'diff',
    '--unified=0',
    '--text',
    '--no-renames',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-prefix',
    ...range,
    '--',
    ...literal,
  ]);
  return parseDiff(diff, headers);
}

/**
 * Reads a diff without context. Which file a part is about is known by the order, which is that of
 * `headers`: a header cannot be told from a line of a file that looks like one.
 */
function parseDiff(diff: string, headers: readonly string[]): readonly AddedLines[] {
  const found: AddedLines[] = [];
  const lines = diff.split('\n');
  let file = -1;
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    at += 1;
    if (line.startsWith('diff --git ')) file += 1;
    const hunk = /^@@ -\d+(?:,(?<old>\d+))? \+(?<first>\d+)(?:,(?<count>\d+))? @@/u.exec(
      line,
    )?.groups;
    if (!hunk) continue;
    at += Number(hunk['old'] ?? 1);
    // A last line without an end has a remark behind it.
    if (lines[at]?.startsWith('\\')) at += 1;
    const count = Number(hunk['count'] ?? 1);
    const added = lines.slice(at, at + count).map((each) => each.slice(1));
    at += count;
    if (lines[at]?.startsWith('\\')) at += 1;
    if (count > 0)
      found.push({
        path: headers[file] ?? '',
        firstLine: Number(hunk['first']),
        text: added.join('\n'),
      });
  }
  return found;
}
