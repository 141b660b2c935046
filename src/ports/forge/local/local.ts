import type { Git } from '#ports/git/port.ts';
import type { StoredChange, StoredRemark } from '#ports/store/changes.ts';
import type { Store } from '#ports/store/port.ts';
import type {
  Change,
  Comment,
  Forge,
  Party,
  RemarkOutcome,
  Review,
  SwitchOutcome,
} from '../port.ts';
import { refusalToMerge } from '../rules.ts';
import { authorOfParty, mergeMessage } from './message.ts';

interface Options {
  readonly git: Git;
  readonly store: Pick<Store, 'changes'>;
  /** The working tree of a project. */
  readonly directory: (project: string) => string;
  readonly now: () => number;
}

/** Commits that a merge names in its message. */
const NAMED = 50;

/** No forge at all: the bot's own store keeps what is said, and git keeps the commits. */
export function localForge({ git, store: { changes }, directory, now }: Options): Forge {
  /** Looks where the branch is by now; what it was stays when the branch is gone. */
  const freshen = async (stored: StoredChange): Promise<StoredChange> => {
    const { project, number, source, state } = stored;
    if (state !== 'open') return stored;
    const head = await git.branchHead(directory(project), source);
    if (head === undefined || head === stored.head) return stored;
    await git.keepHead(directory(project), number, head);
    const updatedAtMs = now();
    await changes.setHead(project, number, head, updatedAtMs);
    return { ...stored, head, updatedAtMs };
  };

  const whole = async (stored: StoredChange): Promise<Change> => {
    const remarks = await changes.remarks(stored.project, stored.number);
    return {
      ...stored,
      reviews: remarks.flatMap(toReview),
      comments: remarks.flatMap(toComment),
    };
  };

  const find = async (project: string, number: number): Promise<Change | undefined> => {
    const stored = await changes.get(project, number);
    return stored && whole(await freshen(stored));
  };

  const say = async (
    change: StoredChange,
    remark: Pick<StoredRemark, 'key' | 'kind' | 'by' | 'text'> & Partial<StoredRemark>,
  ): Promise<RemarkOutcome> => {
    const { project, number, head } = change;
    await changes.addRemark(project, number, { atSha: head, atMs: now(), ...remark });
    return { kind: 'kept' };
  };

  const turn = async (
    project: string,
    number: number,
    to: 'open' | 'closed',
    by?: Party,
  ): Promise<SwitchOutcome> => {
    const from = to === 'open' ? (['closed'] as const) : (['open'] as const);
    const who = by && { by };
    const isDone = await changes.setState(project, number, { from, to, ...who, atMs: now() });
    if (isDone) return { kind: 'done' };
    const stored = await changes.get(project, number);
    return stored ? { kind: 'late', state: stored.state } : { kind: 'unknown' };
  };

  return {
    async open(project, { source, target, title, description, by }) {
      const tree = directory(project);
      const head = await git.branchHead(tree, source);
      if (head === undefined) return { kind: 'no-branch', branch: source };
      const onto = await git.branchHead(tree, target);
      if (onto === undefined) return { kind: 'no-branch', branch: target };
      const { count } = await git.ahead(tree, { from: onto, to: head, limit: 1 });
      if (count === 0) return { kind: 'nothing' };
      const branches = { source, target, head };
      const proposal = { project, ...branches, title, description, author: by };
      const { isNew, change } = await changes.open({ ...proposal, createdAtMs: now() });
      await git.keepHead(tree, change.number, head);
      const kind = isNew ? 'opened' : 'exists';
      return { kind, change: await whole(await freshen(change)) };
    },
    async list(project, limit) {
      return changes.list(project, limit);
    },
    get: find,
    async comment(project, number, { key, by, text, path, line }) {
      const change = await find(project, number);
      if (!change) return { kind: 'unknown' };
      const where = { ...(path !== undefined && { path }), ...(line !== undefined && { line }) };
      return say(change, { key, kind: 'comment', by, text, ...where });
    },
    async review(project, number, { key, by, verdict, comment, atSha }) {
      const change = await find(project, number);
      if (!change) return { kind: 'unknown' };
      if (change.state !== 'open') return { kind: 'ended', state: change.state };
      if (change.head !== atSha) return { kind: 'moved', head: change.head };
      return say(change, { key, kind: verdict, by, text: comment, atSha });
    },
    async merge(project, number, merge) {
      const { expectedHead, method, by, operationId, isResumed } = merge;
      const change = await find(project, number);
      if (!change) return { kind: 'unknown' };
      const tree = directory(project);
      const { target } = change;
      const merged = (sha: string) => {
        const end = { from: ['open'], to: 'merged', by, mergedAs: sha, atMs: now() } as const;
        return changes.setState(project, number, end);
      };
      const made = isResumed ? await git.findMerge(tree, target, operationId) : undefined;
      if (made !== undefined) {
        await merged(made.sha);
        const { current } = await git.branches(tree);
        return { kind: 'merged', sha: made.sha, isCheckedOut: current === target };
      }
      const refusal = refusalToMerge(change, merge);
      if (refusal) return refusal;
      const onto = await git.branchHead(tree, target);
      if (onto === undefined) return { kind: 'impossible' };
      const range = { from: onto, to: expectedHead, limit: NAMED };
      const { commits } = await git.ahead(tree, range);
      const outcome = await git.merge(tree, {
        target,
        head: expectedHead,
        method,
        author: authorOfParty(method === 'squash' ? change.author : by),
        message: mergeMessage(change, { method, operationId, by, commits }),
        isResumed,
      });
      const { kind } = outcome;
      if (kind === 'unknown' || kind === 'unrelated') return { kind: 'impossible' };
      if (kind === 'merged') await merged(outcome.sha);
      return outcome;
    },
    close: (project, number, by) => turn(project, number, 'closed', by),
    reopen: (project, number) => turn(project, number, 'open'),
  };
}

function toReview({ kind, by, text, atSha, atMs }: StoredRemark): readonly Review[] {
  return kind === 'comment' ? [] : [{ by, verdict: kind, comment: text, atSha, atMs }];
}

function toComment({ kind, by, text, atSha, atMs, path, line }: StoredRemark): readonly Comment[] {
  if (kind !== 'comment') return [];
  const where = { ...(path !== undefined && { path }), ...(line !== undefined && { line }) };
  return [{ by, text, atSha, atMs, ...where }];
}
