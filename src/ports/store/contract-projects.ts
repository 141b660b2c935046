import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './contract.ts';
import type { Store } from './port.ts';

const shop = { name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 };
const home = { id: '7:0:7', chatId: 7, actorId: 7, language: 'en', project: 'shop' } as const;

/** What every store promises about projects that are put away, renamed and removed. */
export function projectsContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: archived and renamed projects`, () => {
    let store: Store;
    let reopen: () => Promise<void>;

    beforeEach(async () => {
      const made = await make();
      ({ store } = made);
      reopen = async () => {
        store = await made.reopen();
      };
      await store.projects.add(shop);
    });
    afterEach(() => store.close());

    it('shows an archived project to nobody who does not ask for it', async () => {
      expect(await store.projects.archive('shop', 5)).toBe(true);
      expect(await store.projects.archive('gone', 5)).toBe(false);
      await reopen();
      expect(await store.projects.get('shop')).toBeUndefined();
      expect(await store.projects.list()).toEqual([]);
      expect(await store.projects.find('shop')).toEqual({ ...shop, archivedAtMs: 5 });
      expect(await store.projects.archived()).toEqual([{ ...shop, archivedAtMs: 5 }]);
      expect(await store.projects.add(shop)).toBe(false);
      await store.projects.archive('shop', undefined);
      expect(await store.projects.get('shop')).toEqual(shop);
      expect(await store.projects.archived()).toEqual([]);
    });

    it('calls a project by its new name wherever it speaks of it', async () => {
      const place = { chatId: -100, topicId: 5 };
      await store.conversations.save(home);
      await store.topics.bind({ ...place, project: 'shop', boundBy: 7, boundAtMs: 1 });
      await store.allowances.add({ project: 'shop', command: 'npm test', actorId: 7, atMs: 1 });
      await store.allowances.add({ project: 'store', command: 'npm test', actorId: 9, atMs: 0 });
      const roles = { shop: 'releaser', store: 'viewer' } as const;
      await store.actors.save({ id: 8, name: 'Bob', role: 'viewer', projectRoles: roles });
      const operation = { id: 'turn-1', kind: 'turn', conversationId: home.id, actorId: 7 };
      const times = { createdAtMs: 1, updatedAtMs: 1 };
      await store.operations.add({
        ...operation,
        ...times,
        state: 'done',
        project: 'shop',
        input: null,
      });
      const tokens = { inputTokens: 3, outputTokens: 4, atMs: 10 };
      await store.usage.add({ operationId: 'turn-1', actorId: 7, project: 'shop', ...tokens });

      expect(await store.projects.rename('shop', 'store')).toBe(true);
      await reopen();
      expect(await store.projects.get('shop')).toBeUndefined();
      expect(await store.projects.get('store')).toEqual({ ...shop, name: 'store' });
      expect(await store.conversations.get(home.id)).toMatchObject({ project: 'store' });
      expect(await store.topics.get(place)).toMatchObject({ project: 'store' });
      expect(await store.allowances.list('store')).toMatchObject([{ actorId: 7 }]);
      expect(await store.allowances.list('shop')).toEqual([]);
      expect((await store.actors.get(8))?.projectRoles).toEqual({ store: 'releaser' });
      expect(await store.operations.get('turn-1')).toMatchObject({ project: 'store' });
      const span = { fromMs: 0, toMs: 20 };
      expect(await store.usage.sum(span, { project: 'store' })).toMatchObject({ turns: 1 });
    });

    it('finds a task by its name, and shows it in no list of projects', async () => {
      const login = { ...shop, name: 'shop.login' };
      expect(await store.projects.add(login)).toBe(true);
      expect(await store.projects.add(login)).toBe(false);
      await store.projects.add({ ...shop, name: 'shop-two' });
      expect(await store.projects.add({ ...shop, name: 'gone.login' })).toBe(false);
      await reopen();
      expect(await store.projects.get('shop.login')).toEqual(login);
      expect((await store.projects.list()).map(({ name }) => name)).toEqual(['shop', 'shop-two']);
      expect(await store.projects.tasks('shop')).toEqual([login]);
      expect(await store.projects.tasks('shop-two')).toEqual([]);
    });

    it('neither renames nor archives a project that has tasks, and starts none in an archived one', async () => {
      await store.projects.add({ ...shop, name: 'shop.login' });
      expect(await store.projects.rename('shop', 'store')).toBe(false);
      expect(await store.projects.archive('shop', 5)).toBe(false);
      expect(await store.projects.get('shop')).toEqual(shop);
      await store.projects.remove('shop.login');
      expect(await store.projects.archive('shop', 5)).toBe(true);
      expect(await store.projects.add({ ...shop, name: 'shop.login' })).toBe(false);
    });

    it('sends who worked in a task back to its project when it ends, and ends with it', async () => {
      await store.projects.add({ ...shop, name: 'shop.login' });
      await store.conversations.save({ ...home, project: 'shop.login' });
      await store.projects.remove('shop.login');
      expect(await store.conversations.get(home.id)).toMatchObject({ project: 'shop' });
      await store.projects.add({ ...shop, name: 'shop.login' });
      await store.conversations.save({ ...home, project: 'shop.login' });
      await store.projects.remove('shop');
      expect(await store.projects.get('shop.login')).toBeUndefined();
      expect(await store.conversations.get(home.id)).not.toHaveProperty('project');
    });

    it('does not rename what is not there, or onto what is', async () => {
      await store.projects.add({ ...shop, name: 'blog' });
      await store.projects.archive('blog', 5);
      expect(await store.projects.rename('shop', 'blog')).toBe(false);
      expect(await store.projects.rename('gone', 'new')).toBe(false);
      expect(await store.projects.get('shop')).toEqual(shop);
      expect(await store.projects.find('blog')).toMatchObject({ archivedAtMs: 5 });
    });

    it('leaves nobody in a project that was removed', async () => {
      await store.conversations.save(home);
      await store.projects.remove('shop');
      expect(await store.conversations.get(home.id)).not.toHaveProperty('project');
    });
  });
}
