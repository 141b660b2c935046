import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './contract.ts';
import type { Store } from './port.ts';
import type { BoundTopic } from './topics.ts';

const bound = (change: Partial<BoundTopic> = {}): BoundTopic => ({
  chatId: -100,
  topicId: 5,
  project: 'shop',
  boundBy: 7,
  boundAtMs: 1_000,
  ...change,
});
const general: BoundTopic = { chatId: -100, project: 'blog', boundBy: 8, boundAtMs: 2_000 };

/** What every store promises about groups and what is bound in them. */
export function groupsContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: groups and bound topics`, () => {
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

    it('binds a place once, each topic and the place without one apart', async () => {
      expect(await store.topics.bind(bound())).toBe(true);
      expect(await store.topics.bind(general)).toBe(true);
      expect(await store.topics.bind(bound({ project: 'blog' }))).toBe(false);
      await reopen();
      expect(await store.topics.get({ chatId: -100, topicId: 5 })).toEqual(bound());
      expect(await store.topics.get({ chatId: -100 })).toEqual(general);
      expect(await store.topics.get({ chatId: -101, topicId: 5 })).toBeUndefined();
      expect(await store.topics.list()).toEqual([bound(), general]);
    });

    it('binds nothing to a project that is not there', async () => {
      expect(await store.topics.bind(bound({ project: 'gone' }))).toBe(false);
      expect(await store.topics.list()).toEqual([]);
    });

    it('unbinds one place, and all of a project that is removed', async () => {
      await store.topics.bind(bound());
      await store.topics.bind(general);
      expect(await store.topics.unbind({ chatId: -100 })).toBe(true);
      expect(await store.topics.unbind({ chatId: -100 })).toBe(false);
      expect(await store.topics.list()).toEqual([bound()]);
      await store.projects.remove('shop');
      await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 2, createdBy: 7 });
      expect(await store.topics.list()).toEqual([]);
    });

    it('forgets a topic that stays closed, not one that was opened again', async () => {
      await store.topics.bind(bound());
      await store.topics.bind(bound({ topicId: 6 }));
      await store.topics.close({ chatId: -100, topicId: 5 }, 3_000);
      await store.topics.close({ chatId: -100, topicId: 6 }, 3_000);
      await store.topics.close({ chatId: -100, topicId: 9 }, 3_000);
      await store.topics.prune(3_000);
      const closed = await store.topics.get({ chatId: -100, topicId: 5 });
      expect(closed).toEqual(bound({ closedAtMs: 3_000 }));
      await store.topics.close({ chatId: -100, topicId: 6 }, undefined);
      await store.topics.prune(3_001);
      expect(await store.topics.list()).toEqual([bound({ topicId: 6 })]);
    });

    it('keeps a group as it was saved last', async () => {
      const group = { chatId: -100, title: 'Team', answers: 'all', greetedAtMs: 9 } as const;
      await store.groups.save({ chatId: -100, title: 'Before' });
      expect(await store.groups.get(-100)).toEqual({ chatId: -100, title: 'Before' });
      await store.groups.save(group);
      await reopen();
      expect(await store.groups.get(-100)).toEqual(group);
      expect(await store.groups.get(-101)).toBeUndefined();
    });

    it('follows a group that becomes a supergroup, with its bindings and conversations', async () => {
      const own = { chatId: -1, topicId: 5, actorId: 7, language: 'en', project: 'shop' } as const;
      await store.groups.save({ chatId: -1, title: 'Team', answers: 'mentions' });
      await store.topics.bind(bound({ chatId: -1 }));
      await store.conversations.save({ ...own, id: '-1:5:7' });
      await store.groups.move(-1, -1001);
      await store.groups.move(-1001, -1001);
      await reopen();
      const title = 'Team';
      expect(await store.groups.get(-1001)).toEqual({ chatId: -1001, title, answers: 'mentions' });
      expect(await store.groups.get(-1)).toBeUndefined();
      expect(await store.topics.list()).toEqual([bound({ chatId: -1001 })]);
      const moved = { ...own, chatId: -1001 };
      expect(await store.conversations.get('-1001:5:7')).toEqual({ ...moved, id: '-1001:5:7' });
      // What began before finds its way too.
      expect(await store.conversations.get('-1:5:7')).toEqual({ ...moved, id: '-1:5:7' });
    });

    it('keeps what a supergroup has of its own when the news comes again', async () => {
      await store.topics.bind(bound({ chatId: -1 }));
      await store.topics.bind(bound({ chatId: -1001, project: 'blog' }));
      await store.groups.move(-1, -1001);
      expect(await store.topics.list()).toEqual([bound({ chatId: -1001, project: 'blog' })]);
    });
  });
}
