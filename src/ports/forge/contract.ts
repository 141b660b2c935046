import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change, Forge, Party } from './port.ts';

/** A forge under test with a repository behind it, and one project whose `main` has one commit. */
export interface ForgeUnderTest {
  readonly forge: Forge;
  readonly project: string;
  /** Writes one file on a branch, made from `main` where it is new; resolves with the commit. */
  commit(branch: string, file: string, text: string): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
  read(branch: string, file: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const alice: Party = { name: 'Alice', actorId: 7 };
const bob: Party = { name: 'Bob', actorId: 8 };

/**
 * What every forge promises. What was done is looked for with patience: a forge elsewhere may show
 * it a little later.
 */
export function forgeContract(name: string, make: () => Promise<ForgeUnderTest>): void {
  describe(`${name}: changes`, () => {
    let under: ForgeUnderTest;
    let forge: Forge;
    let project: string;
    let keys = 0;

    const key = () => `request-${(keys += 1)}`;
    const propose = (source: string, by = alice) =>
      forge.open(project, { source, target: 'main', title: `Take ${source}`, description: '', by });
    const opened = async (source: string, file = 'a.txt', text = 'new'): Promise<Change> => {
      await under.commit(source, file, text);
      const outcome = await propose(source);
      if (outcome.kind !== 'opened') throw new Error(outcome.kind);
      return outcome.change;
    };
    const sees = (number: number, expected: object) =>
      vi.waitFor(async () => expect(await forge.get(project, number)).toMatchObject(expected), {
        timeout: 20_000,
      });
    const merge = ({ number, head }: Change, more: object = {}) =>
      forge.merge(project, number, {
        expectedHead: head,
        method: 'merge',
        by: alice,
        operationId: 'merge-1',
        isResumed: false,
        ...more,
      });
    const approve = ({ number, head }: Change, by = bob) =>
      forge.review(project, number, {
        key: key(),
        by,
        verdict: 'approve',
        comment: '',
        atSha: head,
      });

    beforeEach(async () => {
      under = await make();
      ({ forge, project } = under);
    });
    afterEach(() => under.close());

    it('shows a change as it was proposed', async () => {
      const head = await under.commit('fix/корзина', 'a.txt', 'new');
      const proposal = {
        source: 'fix/корзина',
        target: 'main',
        title: 'Mend `it`',
        by: alice,
        description: 'Why:\n\n- **because**',
      };
      const outcome = await forge.open(project, proposal);
      expect(outcome).toMatchObject({ kind: 'opened', change: { head, state: 'open' } });
      const number = outcome.kind === 'opened' ? outcome.change.number : 0;
      const { by: author, ...rest } = proposal;
      await sees(number, { ...rest, number, head, author, reviews: [], comments: [] });
      expect((await forge.list(project, 10)).map((each) => each.number)).toEqual([number]);
    });

    it('proposes nothing twice, nothing empty, and nothing that is not there', async () => {
      const { number } = await opened('feature');
      expect(await propose('feature')).toMatchObject({ kind: 'exists', change: { number } });
      expect(await propose('gone')).toEqual({ kind: 'no-branch', branch: 'gone' });
      expect(await propose('main')).toEqual({ kind: 'nothing' });
      expect(await forge.get(project, 999)).toBeUndefined();
    });

    it('keeps comments and verdicts in order, each once', async () => {
      const change = await opened('feature');
      const { number, head } = change;
      const comment = { key: key(), by: bob, text: 'Why?', path: 'a.txt', line: 1 };
      expect(await forge.comment(project, number, comment)).toEqual({ kind: 'kept' });
      expect(await forge.comment(project, number, comment)).toEqual({ kind: 'kept' });
      const review = { key: key(), by: bob, comment: 'Not so', atSha: head };
      await forge.review(project, number, { ...review, verdict: 'request-changes' });
      await approve(change);
      const { key: _, ...said } = comment;
      await sees(number, {
        comments: [said],
        reviews: [
          { by: bob, verdict: 'request-changes', comment: 'Not so', atSha: head },
          { by: bob, verdict: 'approve', atSha: head },
        ],
      });
      expect(await forge.comment(project, 999, comment)).toEqual({ kind: 'unknown' });
    });

    it('follows the branch, and takes no verdict on what it was', async () => {
      const change = await opened('feature');
      const head = await under.commit('feature', 'a.txt', 'newer');
      await sees(change.number, { head });
      expect(await approve(change)).toEqual({ kind: 'moved', head });
      expect(await merge(change)).toEqual({ kind: 'moved', head });
      expect(await under.read('main', 'a.txt')).not.toBe('newer');
    });

    it('merges what was looked at, once', async () => {
      const change = await opened('feature', 'b.txt', 'mine');
      await under.commit('main', 'c.txt', 'theirs');
      const merged = await merge(change);
      expect(merged).toMatchObject({
        kind: 'merged',
        sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      });
      expect(await under.read('main', 'b.txt')).toBe('mine');
      expect(await under.read('main', 'c.txt')).toBe('theirs');
      await sees(change.number, { state: 'merged', endedBy: alice, head: change.head });
      expect(await merge(change)).toEqual({ kind: 'ended', state: 'merged' });
      expect(await approve(change)).toEqual({ kind: 'ended', state: 'merged' });
      expect(await propose('feature')).toEqual({ kind: 'nothing' });
    });

    it('merges as one commit', async () => {
      await under.commit('feature', 'b.txt', 'first');
      const change = await opened('feature', 'b.txt', 'second');
      expect(await merge(change, { method: 'squash' })).toMatchObject({ kind: 'merged' });
      expect(await under.read('main', 'b.txt')).toBe('second');
    });

    it('names the files that both branches changed, and changes nothing', async () => {
      const change = await opened('feature', 'a.txt', 'mine');
      const other = await opened('other', 'a.txt', 'theirs');
      expect(await merge(other)).toMatchObject({ kind: 'merged' });
      const outcome = await merge(change, { operationId: 'merge-2' });
      expect(outcome.kind).toBe('conflict');
      // Not every forge tells which.
      const paths = outcome.kind === 'conflict' ? outcome.paths : [];
      expect(paths.every((each) => each === 'a.txt')).toBe(true);
      expect(await under.read('main', 'a.txt')).toBe('theirs');
      await sees(change.number, { state: 'open' });
    });

    it('merges nothing that has to be approved and is not, at this very head', async () => {
      const change = await opened('feature');
      const mustApprove = [8, 9];
      expect(await merge(change, { mustApprove })).toEqual({ kind: 'unapproved' });
      await approve(change, alice);
      expect(await merge(change, { mustApprove })).toEqual({ kind: 'unapproved' });
      await approve(change);
      const head = await under.commit('feature', 'a.txt', 'slipped in');
      await sees(change.number, { head });
      const moved = { ...change, head };
      expect(await merge(moved, { mustApprove })).toEqual({ kind: 'unapproved' });
      await approve(moved);
      expect(await merge(moved, { mustApprove })).toMatchObject({ kind: 'merged' });
    });

    it('lets a request for changes stand in the way until there is another word or commit', async () => {
      const change = await opened('feature');
      const { number, head } = change;
      const no = { by: bob, verdict: 'request-changes', comment: 'No', atSha: head } as const;
      await forge.review(project, number, { key: key(), ...no });
      const refused = { kind: 'changes-requested', by: bob };
      expect(await merge(change, { mustApprove: [8] })).toEqual(refused);
      await under.commit('feature', 'a.txt', 'better');
      await vi.waitFor(async () => expect((await forge.get(project, number))?.head).not.toBe(head));
      const better = (await forge.get(project, number))!;
      expect(await merge(better)).toMatchObject({ kind: 'merged' });
    });

    it('closes and opens again', async () => {
      const change = await opened('feature');
      const { number } = change;
      expect(await forge.close(project, number, bob)).toEqual({ kind: 'done' });
      await sees(number, { state: 'closed' });
      expect(await forge.close(project, number, bob)).toEqual({ kind: 'late', state: 'closed' });
      expect(await merge(change)).toEqual({ kind: 'ended', state: 'closed' });
      expect(await forge.reopen(project, number, bob)).toEqual({ kind: 'done' });
      await sees(number, { state: 'open' });
      await forge.close(project, number, bob);
      expect(await propose('feature')).toMatchObject({ kind: 'opened' });
      expect(await forge.reopen(project, number, bob)).toMatchObject({ kind: 'late' });
      expect(await forge.close(project, 999, bob)).toEqual({ kind: 'unknown' });
      expect((await forge.list(project, 10)).map(({ state }) => state)).toEqual(['open', 'closed']);
    });

    it('keeps what was proposed when the branch is deleted', async () => {
      const change = await opened('feature', 'b.txt', 'mine');
      await under.deleteBranch('feature');
      await sees(change.number, { head: change.head });
      expect(await merge(change)).toMatchObject({ kind: 'merged' });
      expect(await under.read('main', 'b.txt')).toBe('mine');
    });
  });
}
