import { createHash } from 'node:crypto';
import type { Change, Forge, RemarkOutcome, SwitchOutcome } from './port.ts';
import { refusalToMerge } from './rules.ts';

/** A forge in memory whose branches are files by name. */
export interface MemoryForge extends Forge {
  /** Writes one file on a branch, made from `main` where it is new; resolves with the commit. */
  commit(branch: string, file: string, text: string): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
  read(branch: string, file: string): Promise<string | undefined>;
}

interface Commit {
  readonly files: ReadonlyMap<string, string>;
  readonly parents: readonly string[];
}

/** A forge as GitHub or GitLab is one: it knows branches, and nothing of working trees. */
export function memoryForge(now: () => number): MemoryForge {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const changes: Change[] = [];
  const keys = new Set<string>();

  const history = (sha: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [sha];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      open.push(...(commits.get(at)?.parents ?? []));
    }
    return seen;
  };
  const filesOf = (sha: string | undefined) => commits.get(sha ?? '')?.files ?? new Map();
  const add = (commit: Commit): string => {
    const text = JSON.stringify([[...commit.files], commit.parents, commits.size]);
    const sha = createHash('sha1').update(text).digest('hex');
    commits.set(sha, commit);
    return sha;
  };
  const find = (project: string, number: number): Change | undefined => {
    const change = changes.find((each) => each.project === project && each.number === number);
    const head = change?.state === 'open' ? branches.get(change.source) : undefined;
    return change && { ...change, head: head ?? change.head };
  };
  const save = (change: Change): void => {
    const at = changes.findIndex(
      ({ project, number }) => project === change.project && number === change.number,
    );
    changes[at] = { ...change, updatedAtMs: now() };
  };
  const remark = (
    change: Change | undefined,
    key: string,
    add: (change: Change) => Change,
  ): RemarkOutcome => {
    if (!change) return { kind: 'unknown' };
    const whole = `${change.project}:${change.number}:${key}`;
    if (!keys.has(whole)) save(add(change));
    keys.add(whole);
    return { kind: 'kept' };
  };
  const turn = (
    change: Change | undefined,
    from: Change['state'],
    more: Partial<Change>,
  ): SwitchOutcome => {
    if (!change) return { kind: 'unknown' };
    if (change.state !== from) return { kind: 'late', state: change.state };
    save({ ...change, ...more });
    return { kind: 'done' };
  };

  return {
    async commit(branch, file, text) {
      const parent = branches.get(branch) ?? branches.get('main');
      const files = new Map(filesOf(parent)).set(file, text);
      const sha = add({ files, parents: parent === undefined ? [] : [parent] });
      branches.set(branch, sha);
      return sha;
    },
    async deleteBranch(branch) {
      const sha = branches.get(branch);
      for (const change of changes)
        if (change.source === branch && sha !== undefined && change.state === 'open')
          save({ ...change, head: sha });
      branches.delete(branch);
    },
    read: async (branch, file) => filesOf(branches.get(branch)).get(file),
    async open(project, { source, target, title, description, by }) {
      const head = branches.get(source);
      const onto = branches.get(target);
      if (head === undefined || onto === undefined)
        return { kind: 'no-branch', branch: head === undefined ? source : target };
      if (history(onto).has(head)) return { kind: 'nothing' };
      const open = changes.find(
        (each) =>
          each.state === 'open' &&
          each.project === project &&
          each.source === source &&
          each.target === target,
      );
      if (open) return { kind: 'exists', change: find(project, open.number)! };
      const number = changes.filter((each) => each.project === project).length + 1;
      const at = { createdAtMs: now(), updatedAtMs: now() };
      const change: Change = {
        project,
        number,
        source,
        target,
        head,
        title,
        description,
        author: by,
        ...at,
        state: 'open',
        reviews: [],
        comments: [],
      };
      changes.push(change);
      return { kind: 'opened', change };
    },
    async list(project, limit) {
      const own = changes.filter((each) => each.project === project).toReversed();
      const [open, ended] = [true, false].map((isOpen) =>
        own.filter(({ state }) => (state === 'open') === isOpen),
      );
      return [...open!, ...ended!].slice(0, limit);
    },
    get: async (project, number) => find(project, number),
    async comment(project, number, { key, ...comment }) {
      return remark(find(project, number), key, (change) => ({
        ...change,
        comments: [...change.comments, { ...comment, atSha: change.head, atMs: now() }],
      }));
    },
    async review(project, number, { key, ...review }) {
      const change = find(project, number);
      if (change && change.state !== 'open') return { kind: 'ended', state: change.state };
      if (change && change.head !== review.atSha) return { kind: 'moved', head: change.head };
      return remark(change, key, (one) => ({
        ...one,
        reviews: [...one.reviews, { ...review, atMs: now() }],
      }));
    },
    async merge(project, number, merge) {
      const change = find(project, number);
      if (!change) return { kind: 'unknown' };
      const refusal = refusalToMerge(change, merge);
      if (refusal) return refusal;
      const { target, head } = change;
      const onto = branches.get(target);
      if (onto === undefined) return { kind: 'impossible' };
      const ours = history(onto);
      if (ours.has(head)) return { kind: 'nothing' };
      const base = filesOf([...history(head)].find((sha) => ours.has(sha)));
      const [left, right] = [filesOf(onto), filesOf(head)];
      const names = [...new Set([...left.keys(), ...right.keys()])];
      const isChanged = (side: ReadonlyMap<string, string>, name: string) =>
        side.get(name) !== base.get(name);
      const paths = names.filter(
        (name) =>
          isChanged(left, name) && isChanged(right, name) && left.get(name) !== right.get(name),
      );
      if (paths.length > 0) return { kind: 'conflict', paths };
      const files = new Map(left);
      for (const name of names)
        if (isChanged(right, name)) files.set(name, right.get(name) as string);
      const parents = merge.method === 'merge' ? [onto, head] : [onto];
      const sha = add({ files, parents });
      branches.set(target, sha);
      save({ ...change, state: 'merged', mergedAs: sha, endedBy: merge.by });
      return { kind: 'merged', sha, isCheckedOut: false };
    },
    close: async (project, number, by) =>
      turn(find(project, number), 'open', { state: 'closed', endedBy: by }),
    async reopen(project, number) {
      const change = find(project, number);
      const other = changes.find(
        (each) =>
          each.state === 'open' &&
          each.project === project &&
          each.source === change?.source &&
          each.target === change.target,
      );
      if (change && other) return { kind: 'late', state: change.state };
      return turn(change, 'closed', { state: 'open' });
    },
  };
}
