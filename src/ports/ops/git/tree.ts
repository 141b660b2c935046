import { Fault } from '#kernel/fault.ts';
import type { OpsFile, OpsTree } from '../repository.ts';
import type { GitRunner } from './run.ts';

const LARGEST_BYTES = 256 * 1024;
const MOST_FILES = 20_000;
/** Of blobs, whose text never changes. */
const KEPT = 2_000;
/** In one go: a list longer than this is read in several. */
const BATCH = 200;

interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly sizeBytes: number;
  readonly file: string;
}

/** Reads files of commits; what was read once is not asked for again. */
export function treeReader(
  git: GitRunner,
): (sha: string, paths: readonly string[]) => Promise<OpsTree> {
  const kept = new Map<string, OpsFile>();

  const readBlobs = async (ids: readonly string[]): Promise<void> => {
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      const cap = some.length * (LARGEST_BYTES + 100);
      const bytes = await git.head(['cat-file', '--batch'], cap, `${some.join('\n')}\n`);
      for (const [id, content] of splitBatch(bytes, some)) kept.set(id, toFile(id, content));
    }
  };

  return async (sha, paths) => {
    const listed = await git.run(['ls-tree', '-r', '-z', '-l', '--full-tree', sha, '--', ...paths]);
    const entries = listed.split('\0').flatMap(toEntry);
    if (entries.length > MOST_FILES) {
      throw new Fault(
        'git-failed',
        `the ops repository has more than ${MOST_FILES} files at ${sha}`,
      );
    }
    const wanted = entries.filter((entry) => unreadable(entry) === undefined);
    if (kept.size > KEPT) kept.clear();
    await readBlobs([...new Set(wanted.map(({ id }) => id))].filter((id) => !kept.has(id)));
    return new Map(
      entries.flatMap((entry) => {
        const found = unreadable(entry) ?? kept.get(entry.id);
        return found ? [[entry.file, found] as const] : [];
      }),
    );
  };
}

/** `<mode> <type> <id> <size>\t<path>`, the size `-` for what is no file. */
function toEntry(row: string): readonly Entry[] {
  const [, mode = '', id = '', size = '', file = ''] =
    /^(\d{6}) \w+ ([0-9a-f]{40}) +(\d+|-)\t(.+)$/su.exec(row) ?? [];
  return file === '' ? [] : [{ mode, id, sizeBytes: Number(size), file }];
}

function unreadable({ mode, id, sizeBytes }: Entry): OpsFile | undefined {
  const why =
    mode === '120000'
      ? 'link'
      : mode === '160000'
        ? 'repository'
        : sizeBytes > LARGEST_BYTES
          ? 'large'
          : undefined;
  return why && { kind: 'unreadable', id, why };
}

/** For each id `<id> blob <size>\n<bytes>\n`, in the order they were asked for. */
function splitBatch(bytes: Buffer, ids: readonly string[]): readonly (readonly [string, Buffer])[] {
  let at = 0;
  return ids.map((id) => {
    const end = bytes.indexOf(0x0a, at);
    const header = bytes.subarray(at, end).toString('latin1');
    const size = /^[0-9a-f]{40} blob (\d+)$/u.exec(header)?.[1];
    if (end < 0 || size === undefined || !header.startsWith(id)) {
      throw new Fault('git-failed', `the ops repository has lost ${id}: ${header.slice(0, 80)}`);
    }
    const begin = end + 1;
    at = begin + Number(size) + 1;
    return [id, bytes.subarray(begin, begin + Number(size))] as const;
  });
}

function toFile(id: string, content: Buffer): OpsFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return { kind: 'text', text, id };
  } catch {
    return { kind: 'unreadable', id, why: 'not-utf8' };
  }
}
