import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES } from '#kernel/preferences.ts';
import type { StoreUnderTest } from './contract.ts';
import type { Vote } from './feedback.ts';
import type { Store } from './port.ts';

const vote = (change: Partial<Vote> = {}): Vote => ({
  operationId: 'turn-1',
  actorId: 7,
  actorName: 'Alice',
  kind: 'turn',
  vote: 'up',
  atMs: 1_000,
  ...change,
});

/** What every store promises about what people prefer and think. */
export function voicesContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: preferences and feedback`, () => {
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

    it('keeps what a person prefers, each apart', async () => {
      const mine = {
        ...DEFAULT_PREFERENCES,
        quietHours: { fromMinute: 1_320, toMinute: 480 },
        utcOffsetMinutes: -210,
      };
      await store.preferences.save(7, mine);
      await store.preferences.save(8, { ...mine, language: 'ru' });
      await store.preferences.save(8, DEFAULT_PREFERENCES);
      await reopen();
      expect(await store.preferences.get(7)).toEqual(mine);
      expect(await store.preferences.get(8)).toEqual(DEFAULT_PREFERENCES);
      expect(await store.preferences.get(9)).toBeUndefined();
    });

    it('changes the language of all conversations of one person, and nothing else of them', async () => {
      const own = { id: '7:0:7', chatId: 7, actorId: 7, language: 'en', project: 'shop' } as const;
      const group = { id: '-1:3:7', chatId: -1, topicId: 3, actorId: 7, language: 'en' } as const;
      const other = { id: '8:0:8', chatId: 8, actorId: 8, language: 'en' } as const;
      for (const each of [own, group, other]) await store.conversations.save(each);
      await store.conversations.speak(7, 'ru');
      await reopen();
      expect(await store.conversations.get(own.id)).toEqual({ ...own, language: 'ru' });
      expect(await store.conversations.get(group.id)).toEqual({ ...group, language: 'ru' });
      expect(await store.conversations.get(other.id)).toEqual(other);
    });

    it('has one vote of a person for an operation: the newest, with its comment kept', async () => {
      await store.feedback.vote(vote({ comment: 'too `slow`', project: 'shop' }));
      await store.feedback.vote(vote({ vote: 'down', atMs: 2_000, project: 'shop' }));
      await store.feedback.vote(vote({ actorId: 8, atMs: 3_000 }));
      await reopen();
      const mine = vote({ vote: 'down', atMs: 2_000, comment: 'too `slow`', project: 'shop' });
      expect(await store.feedback.get('turn-1', 7)).toEqual(mine);
      expect(await store.feedback.get('turn-1', 9)).toBeUndefined();
      expect(await store.feedback.list({ limit: 9 })).toEqual([
        vote({ actorId: 8, atMs: 3_000 }),
        mine,
      ]);
      expect(await store.feedback.list({ limit: 9, commented: true })).toEqual([mine]);
      expect(await store.feedback.list({ limit: 1, sinceMs: 2_500 })).toHaveLength(1);
    });

    it('counts votes by kind since a moment', async () => {
      await store.feedback.vote(vote());
      await store.feedback.vote(vote({ operationId: 'turn-2', atMs: 5_000 }));
      await store.feedback.vote(
        vote({ operationId: 'd', kind: 'deploy', vote: 'down', atMs: 5_000 }),
      );
      expect(await store.feedback.counts(0)).toEqual([
        { kind: 'deploy', vote: 'down', count: 1 },
        { kind: 'turn', vote: 'up', count: 2 },
      ]);
      expect(await store.feedback.counts(5_001)).toEqual([]);
    });
  });
}
