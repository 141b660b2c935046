import { createHash } from 'node:crypto';
import { Fault } from '#kernel/fault.ts';
import { BOT } from '#ports/git/author.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { opsOver } from './ops.ts';
import type { Ops } from './port.ts';
import type { LoggedCommit, NewCommit, OpsFile, OpsRepository } from './repository.ts';

/** `Ops` that forgets everything, and what a person could do in a clone of it. */
export interface MemoryOps extends Ops {
  /** Commits to the branch as somebody with an editor would; `undefined` removes a file. */
  edit(changes: Readonly<Record<string, string | undefined>>): Promise<string>;
}

/** An ops repository in memory. */
export function memoryOps(options: { readonly now?: () => number } = {}): MemoryOps {
  const { now = Date.now } = options;
  const repository = memoryRepository(now);
  const ops = opsOver({ repository, settings: memorySettings(), key: nextKey(), now, pollMs: 0 });
  return {
    ...ops,
    async edit(changes) {
      await ops.problems();
      const from = await repository.main();
      const sha = await repository.commit({
        base: from,
        changes: new Map(Object.entries(changes)),
        parents: from === undefined ? [] : [from],
        author: { name: 'Person', email: 'person@example.org' },
        message: 'Edit by hand\n',
        atMs: now(),
      });
      await repository.moveMain({ from, to: sha, accepted: sha });
      return sha;
    },
  };
}

let made = 0;
function nextKey(): string {
  return `memory ${(made += 1)}`;
}

function memorySettings(): Store['settings'] {
  const values = new Map<string, Json>();
  return {
    get: async (name) => structuredClone(values.get(name)),
    async set(name, value) {
      values.set(name, structuredClone(value));
    },
  };
}

interface Stored extends NewCommit {
  readonly files: ReadonlyMap<string, OpsFile>;
}

/** Commits in memory, with the rules of a git repository. */
function memoryRepository(now: () => number): OpsRepository {
  const commits = new Map<string, Stored>();
  let main: string | undefined;

  const get = (sha: string): Stored => {
    const found = commits.get(sha);
    if (!found) throw new Fault('git-failed', `no commit ${sha}`);
    return found;
  };
  const contains = (sha: string, ancestor: string): boolean => {
    const waiting = [sha];
    const seen = new Set<string>();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at === ancestor) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      waiting.push(...(commits.get(at)?.parents ?? []));
    }
    return false;
  };
  const firstParents = (sha: string): readonly string[] => {
    const line: string[] = [];
    for (let at: string | undefined = sha; at !== undefined; at = commits.get(at)?.parents[0]) {
      line.push(at);
    }
    return line;
  };
  const changedPaths = (sha: string): readonly string[] => {
    const { files, parents } = get(sha);
    const before = parents[0] === undefined ? new Map<string, OpsFile>() : get(parents[0]).files;
    const paths = new Set([...files.keys(), ...before.keys()]);
    return [...paths].filter((file) => files.get(file)?.id !== before.get(file)?.id).toSorted();
  };

  const commit = async (given: NewCommit): Promise<string> => {
    const files = new Map(given.base === undefined ? [] : get(given.base).files);
    for (const [file, text] of given.changes) {
      if (text === undefined) files.delete(file);
      else files.set(file, { kind: 'text', text, id: digest(text) });
    }
    const ids = [...files].map(([file, { id }]) => `${file} ${id}`).toSorted();
    const { parents, author, message, atMs } = given;
    const sha = digest(JSON.stringify([ids, parents, author, message, atMs]));
    commits.set(sha, { ...given, files });
    return sha;
  };

  return {
    async open() {
      main ??= await commit({
        base: undefined,
        changes: new Map([['README.md', '# Ops\n']]),
        parents: [],
        author: BOT,
        message: 'Begin\n',
        atMs: now(),
      });
    },
    main: async () => main,
    has: async (sha) => commits.has(sha),
    contains: async (sha, ancestor) => contains(sha, ancestor),
    tree: async (sha) => get(sha).files,
    isSame: async (one, other) => differing(get(one).files, get(other).files).length === 0,
    commit,
    async moveMain({ from, to }) {
      if (main !== from) return false;
      main = to;
      return true;
    },
    setBranch: async () => undefined,
    async diff(from, to) {
      const before = from === undefined ? new Map<string, OpsFile>() : get(from).files;
      const after = get(to).files;
      const lines = differing(before, after).flatMap((file) => [
        `--- ${before.has(file) ? `a/${file}` : '/dev/null'}`,
        `+++ ${after.has(file) ? `b/${file}` : '/dev/null'}`,
        ...marked('-', before.get(file)),
        ...marked('+', after.get(file)),
      ]);
      return `${lines.join('\n')}\n`.slice(0, 65_536);
    },
    log: async (sha, limit) =>
      firstParents(sha)
        .slice(0, limit)
        .map((each) => logged(each, get(each))),
    async touching(sha, folder) {
      const touches = (each: string) => changedPaths(each).some((file) => file.startsWith(folder));
      return new Set(firstParents(sha).filter(touches));
    },
    async mentioning(sha, file, text) {
      const says = (each: string | undefined) => {
        const entry = each === undefined ? undefined : get(each).files.get(file);
        return entry?.kind === 'text' && entry.text.includes(text);
      };
      return firstParents(sha).filter(
        (each) => changedPaths(each).includes(file) && (says(each) || says(get(each).parents[0])),
      );
    },
    async versions(sha, file) {
      const all = firstParents(sha).map((each) => get(each).files.get(file));
      return all.filter((entry) => entry !== undefined);
    },
    mark: async () => main ?? '',
    problems: async () => [],
  };
}

function differing(
  before: ReadonlyMap<string, OpsFile>,
  after: ReadonlyMap<string, OpsFile>,
): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.filter((file) => before.get(file)?.id !== after.get(file)?.id);
}

function marked(mark: string, entry: OpsFile | undefined): readonly string[] {
  if (entry?.kind !== 'text') return [];
  return entry.text
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => mark + line);
}

function logged(sha: string, { message, author, parents, atMs }: Stored): LoggedCommit {
  const last = message.trimEnd().split('\n\n').at(-1) ?? '';
  const trailer = (name: string) => new RegExp(`^${name}: (.*)$`, 'mu').exec(last)?.[1];
  const [operation, action, project] = ['Operation', 'Action', 'Project'].map(trailer);
  return {
    sha,
    parents,
    atMs,
    subject: message.split('\n')[0] ?? '',
    by: author.name,
    ...(operation !== undefined && { operation }),
    ...(action !== undefined && { action }),
    ...(project !== undefined && { project }),
  };
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
