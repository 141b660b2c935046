import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './contract.ts';
import type { Store } from './port.ts';
import type { TurnUsage } from './usage.ts';

const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const NOTHING = { turns: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0, unpriced: 0 };
const used = (operationId: string, change: Partial<TurnUsage> = {}): TurnUsage => ({
  operationId,
  actorId: 7,
  project: 'shop',
  inputTokens: 100,
  outputTokens: 10,
  costMicroUsd: 5,
  atMs: 1_000,
  ...change,
});

/** What every store promises about what the agent used. */
export function usageContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: usage`, () => {
    let store: Store;
    let reopen: () => Promise<void>;

    beforeEach(async () => {
      const made = await make();
      ({ store } = made);
      reopen = async () => {
        store = await made.reopen();
      };
    });
    afterEach(() => store.close());

    it('is nothing before the first turn', async () => {
      expect(await store.usage.sum(ALWAYS)).toEqual(NOTHING);
      expect(await store.usage.sum(ALWAYS, { actorId: 7, project: 'shop' })).toEqual(NOTHING);
      expect(await store.usage.byActor(ALWAYS, 9)).toEqual([]);
      expect(await store.usage.byProject(ALWAYS, 9)).toEqual([]);
    });

    it('counts a turn once, however often it is told, also after a restart', async () => {
      await Promise.all([store.usage.add(used('a')), store.usage.add(used('a'))]);
      await reopen();
      await store.usage.add(used('a', { inputTokens: 999, atMs: 9_999 }));
      expect(await store.usage.sum(ALWAYS)).toEqual({
        turns: 1,
        inputTokens: 100,
        outputTokens: 10,
        costMicroUsd: 5,
        unpriced: 0,
      });
    });

    it('adds up by person, by project and by both, the first moment in and the last one out', async () => {
      await store.usage.add(used('a'));
      await store.usage.add(used('b', { actorId: 8, atMs: 1_999, inputTokens: 500 }));
      await store.usage.add(used('c', { project: 'blog', atMs: 1_500 }));
      await store.usage.add(used('early', { atMs: 999 }));
      await store.usage.add(used('late', { atMs: 2_000 }));
      const day = { fromMs: 1_000, toMs: 2_000 };
      expect(await store.usage.sum(day)).toMatchObject({ turns: 3, inputTokens: 700 });
      expect(await store.usage.sum(day, { actorId: 7 })).toMatchObject({ turns: 2 });
      expect(await store.usage.sum(day, { project: 'shop' })).toMatchObject({ turns: 2 });
      expect(await store.usage.sum(day, { actorId: 7, project: 'shop' })).toMatchObject({
        turns: 1,
        inputTokens: 100,
        outputTokens: 10,
      });
      expect(await store.usage.byActor(day, 9)).toMatchObject([
        { actorId: 8, turns: 1, inputTokens: 500 },
        { actorId: 7, turns: 2, inputTokens: 200, costMicroUsd: 10 },
      ]);
      expect(await store.usage.byActor(day, 1)).toHaveLength(1);
      expect(await store.usage.byProject(day, 9)).toMatchObject([
        { project: 'shop', turns: 2 },
        { project: 'blog', turns: 1 },
      ]);
    });

    it('tells turns without a price from turns that were free', async () => {
      const { costMicroUsd: _, ...unpriced } = used('a');
      await store.usage.add(unpriced);
      await store.usage.add(used('b', { costMicroUsd: 0 }));
      expect(await store.usage.sum(ALWAYS)).toMatchObject({ turns: 2, unpriced: 1 });
    });

    it('adds up without losing a token, whatever the size', async () => {
      const huge = 2 ** 50;
      await store.usage.add(used('a', { inputTokens: huge, costMicroUsd: huge }));
      await store.usage.add(used('b', { inputTokens: huge - 1, costMicroUsd: 1 }));
      expect(await store.usage.sum(ALWAYS)).toMatchObject({
        inputTokens: 2 * huge - 1,
        costMicroUsd: huge + 1,
      });
    });

    it('stays when its project is removed: what was used was used', async () => {
      await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
      await store.usage.add(used('a'));
      await store.projects.remove('shop');
      expect(await store.usage.sum(ALWAYS, { project: 'shop' })).toMatchObject({ turns: 1 });
    });

    it('forgets what is older than it is told', async () => {
      await store.usage.add(used('a'));
      await store.usage.add(used('b', { atMs: 1_001 }));
      await store.usage.prune(1_001);
      expect(await store.usage.sum(ALWAYS)).toMatchObject({ turns: 1 });
    });
  });
}
