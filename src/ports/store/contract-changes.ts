import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredRemark } from './changes.ts';
import type { StoreUnderTest } from './contract.ts';
import type { Store } from './port.ts';

const alice = { actorId: 7, name: 'Алиса "\u0000"' };
const change = {
  project: 'shop',
  source: 'fix/корзина',
  target: 'main',
  head: 'a'.repeat(40),
  title: 'Mend',
  description: 'one\n\ntwo',
  author: alice,
  createdAtMs: 1_000,
};
const remark = (key: string, more: Partial<StoredRemark> = {}): StoredRemark => ({
  key,
  kind: 'comment',
  by: alice,
  text: 'Why?\n',
  atSha: change.head,
  atMs: 2_000,
  ...more,
});

/** What every store promises about changes. */
export function changesContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: changes`, () => {
    let store: Store;
    let reopen: () => Promise<void>;

    beforeEach(async () => {
      const made = await make();
      ({ store } = made);
      reopen = async () => {
        store = await made.reopen();
      };
      for (const project of ['shop', 'blog'])
        await store.projects.add({ name: project, archetype: 'x', createdAtMs: 1, createdBy: 7 });
    });
    afterEach(() => store.close());

    it('counts the changes of each project from 1, and keeps what was said', async () => {
      const { changes } = store;
      expect((await changes.open(change)).change.number).toBe(1);
      expect((await changes.open({ ...change, source: 'b' })).change.number).toBe(2);
      expect((await changes.open({ ...change, project: 'blog' })).change.number).toBe(1);
      await reopen();
      const kept = { ...change, number: 1, state: 'open', updatedAtMs: 1_000 };
      expect(await store.changes.get('shop', 1)).toEqual(kept);
      expect(await store.changes.get('shop', 3)).toBeUndefined();
      expect((await store.changes.list('shop', 1)).map(({ number }) => number)).toEqual([2]);
    });

    it('has one open change of a source and a target', async () => {
      const { changes } = store;
      await changes.open(change);
      const again = await changes.open({ ...change, title: 'Other' });
      expect(again).toMatchObject({ isNew: false, change: { number: 1, title: 'Mend' } });
      const closed = { from: ['open'], to: 'closed', by: { name: 'forge' }, atMs: 2 } as const;
      expect(await changes.setState('shop', 1, closed)).toBe(true);
      expect(await changes.setState('shop', 1, closed)).toBe(false);
      expect((await changes.open(change)).change.number).toBe(2);
      // The first cannot come back beside it.
      const reopened = { from: ['closed'], to: 'open', atMs: 3 } as const;
      expect(await changes.setState('shop', 1, reopened)).toBe(false);
      expect(await changes.get('shop', 1)).toMatchObject({
        state: 'closed',
        endedBy: { name: 'forge' },
      });
      expect((await changes.list('shop', 9)).map(({ number }) => number)).toEqual([2, 1]);
    });

    it('lets the head of an open change alone move', async () => {
      const { changes } = store;
      await changes.open(change);
      await changes.setHead('shop', 1, 'b'.repeat(40), 5);
      expect(await changes.get('shop', 1)).toMatchObject({ head: 'b'.repeat(40), updatedAtMs: 5 });
      const mergedAs = 'c'.repeat(40);
      await changes.setState('shop', 1, {
        from: ['open'],
        to: 'merged',
        by: alice,
        mergedAs,
        atMs: 6,
      });
      await changes.setHead('shop', 1, 'd'.repeat(40), 7);
      await reopen();
      expect(await store.changes.get('shop', 1)).toEqual({
        ...change,
        number: 1,
        head: 'b'.repeat(40),
        state: 'merged',
        endedBy: alice,
        mergedAs,
        updatedAtMs: 6,
      });
    });

    it('keeps each remark once, in order', async () => {
      const { changes } = store;
      await changes.open(change);
      const lined = remark('two', { kind: 'request-changes', path: 'src/a b.ts', line: 3 });
      expect(await changes.addRemark('shop', 1, remark('one'))).toBe(true);
      expect(await changes.addRemark('shop', 1, lined)).toBe(true);
      expect(await changes.addRemark('shop', 1, remark('one', { text: 'x' }))).toBe(false);
      expect(await changes.addRemark('shop', 9, remark('one'))).toBe(false);
      await reopen();
      expect(await store.changes.remarks('shop', 1)).toEqual([remark('one'), lined]);
      expect(await store.changes.remarks('blog', 1)).toEqual([]);
    });

    it('lets changes go with a project that gets another name', async () => {
      await store.changes.open(change);
      await store.changes.addRemark('shop', 1, remark('one'));
      expect(await store.projects.rename('shop', 'store')).toBe(true);
      expect(await store.changes.get('store', 1)).toMatchObject({ title: 'Mend' });
      expect(await store.changes.remarks('store', 1)).toEqual([remark('one')]);
      expect(await store.changes.list('shop', 9)).toEqual([]);
    });

    it('forgets the changes of a project that is removed', async () => {
      await store.changes.open(change);
      await store.changes.addRemark('shop', 1, remark('one'));
      await store.projects.remove('shop');
      await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 2, createdBy: 7 });
      expect(await store.changes.list('shop', 9)).toEqual([]);
      expect((await store.changes.open(change)).change.number).toBe(1);
      expect(await store.changes.remarks('shop', 1)).toEqual([]);
    });
  });
}
