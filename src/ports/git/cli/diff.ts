import { Fault } from '#kernel/fault.ts';
import { type DiffFile, type GitDiff, type Hunk, MOST_TEXT_BYTES } from '../diff.ts';
import { parseSections } from './hunks.ts';
import type { Workshop } from './workshop.ts';

const LINK = '160000';
const COMPARE = [
  '-c',
  `core.bigFileThreshold=${MOST_TEXT_BYTES}`,
  'diff',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--submodule=short',
  '--ignore-submodules=none',
];

/** `GitDiff` through git's command line. */
export function diffCli({ git }: Workshop): GitDiff {
  const compare = (directory: string, args: readonly string[]): Promise<string> =>
    git(directory, [...COMPARE, ...args], { isBare: true });

  return {
    async diffFiles(directory, from, to) {
      const shape = ['--raw', '--numstat', '-z', '--no-abbrev', '--find-renames'];
      const files = parseFiles(await compare(directory, [...shape, from, to, '--']));
      return withSizes(git, directory, files);
    },
    async diffHunks(directory, file) {
      if (isLink(file)) return linkHunks(file);
      if (file.isBinary || file.oldId === file.newId) return [];
      // Git compares two contents, so there has to be one where there is no file.
      const nothing = ['hash-object', '-w', '-t', 'blob', '--stdin'];
      const empty = (await git(directory, nothing, { isBare: true })).trim();
      const sides = [file.oldId, file.newId].map((id) => (isNone(id) ? empty : id));
      return parseSections(await compare(directory, sides)).flat();
    },
    async diffAllHunks(directory, { from, to, files }) {
      const args = ['--patch', '--find-renames', from, to, '--'];
      const sections = parseSections(await compare(directory, args)).values();
      return files.map((file): readonly Hunk[] => {
        const first = sections.next().value ?? [];
        if (file.change !== 'type') return first;
        // What became another kind of thing is shown as gone and come.
        return [...first, ...(sections.next().value ?? [])];
      });
    },
    async patch(directory, from, to) {
      try {
        return await compare(directory, ['--patch', '--find-renames', from, to, '--']);
      } catch (error) {
        if (error instanceof Fault && /maxBuffer/iu.test(error.detail)) return undefined;
        throw error;
      }
    },
  };
}

const CHANGES: Readonly<Record<string, DiffFile['change']>> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type',
};

/** Reads `--raw --numstat -z`: first all records of the one, then all of the other, in one order. */
function parseFiles(output: string): readonly DiffFile[] {
  const fields = output.split('\0').values();
  const next = (): string => fields.next().value ?? '';
  const files: DiffFile[] = [];
  let field = next();
  for (; field.startsWith(':'); field = next()) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = field
      .slice(1)
      .split(' ');
    const change = CHANGES[status.charAt(0)] ?? 'modified';
    const first = next();
    const names =
      change === 'renamed' || change === 'copied'
        ? { oldPath: first, path: next() }
        : { path: first };
    const known = { oldMode, newMode, oldId, newId, change, ...names };
    files.push({ ...known, added: 0, removed: 0, isBinary: false, sizeBytes: 0 });
  }
  return files.map((file) => {
    const [added = '', removed = ''] = field.split('\t');
    if (file.oldPath !== undefined) {
      next();
      next();
    }
    field = next();
    if (added === '-') return { ...file, isBinary: true };
    return { ...file, added: Number(added), removed: Number(removed) };
  });
}

async function withSizes(
  git: Workshop['git'],
  directory: string,
  files: readonly DiffFile[],
): Promise<readonly DiffFile[]> {
  const idsOf = (file: DiffFile): readonly string[] =>
    isLink(file) ? [] : [file.oldId, file.newId].filter((id) => !isNone(id));
  const ids = [...new Set(files.flatMap(idsOf))];
  if (ids.length === 0) return files;
  const input = `${ids.join('\n')}\n`;
  const output = await git(directory, ['cat-file', '--batch-check'], { input, isBare: true });
  const sizes = new Map(
    output.split('\n').map((line) => {
      const [id = '', , size] = line.split(' ');
      return [id, Number(size)] as const;
    }),
  );
  return files.map((file) => {
    const sizeBytes = Math.max(0, ...idsOf(file).map((id) => sizes.get(id) ?? 0));
    return { ...file, sizeBytes };
  });
}

function isNone(id: string): boolean {
  return /^0+$/u.test(id);
}

function isLink({ oldMode, newMode }: DiffFile): boolean {
  return oldMode === LINK || newMode === LINK;
}

/** As git shows it: the commit that another repository is to be at. */
function linkHunks({ oldMode, newMode, oldId, newId }: DiffFile): readonly Hunk[] {
  const line = (sign: '+' | '-', mode: string, id: string) =>
    mode === LINK ? [{ sign, text: `Subproject commit ${id}` }] : [];
  const lines = [...line('-', oldMode, oldId), ...line('+', newMode, newId)];
  return [{ oldStart: 1, newStart: 1, heading: '', lines }];
}
