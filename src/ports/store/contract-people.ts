import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import type { StoreUnderTest } from './contract.ts';
import type { Invite } from './invites.ts';
import type { Store } from './port.ts';

const vera: Actor = { id: 11, name: 'Vera', role: 'viewer', confined: true };
const invite = (id: string, change: Partial<Invite> = {}): Invite => ({
  id,
  codeHash: `hash of ${id}`,
  role: 'developer',
  createdBy: 7,
  createdAtMs: 1_000,
  expiresAtMs: 2_000,
  ...change,
});

/** What every store promises about people: roles in projects, and invitations. */
export function peopleContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: people`, () => {
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

    it('keeps roles in projects, and saving without them takes them away', async () => {
      const projectRoles: Record<string, Role> = { shop: 'owner' };
      projectRoles['to-string'] = 'viewer';
      const more: Actor = { ...vera, projectRoles };
      await store.actors.save(more);
      await reopen();
      expect(await store.actors.get(vera.id)).toEqual(more);
      expect(await store.actors.list()).toEqual([more]);
      await store.actors.save({ id: vera.id, name: 'V', role: 'developer' });
      expect(await store.actors.get(vera.id)).toEqual({ id: 11, name: 'V', role: 'developer' });
    });

    it('renames nobody into being, and changes nothing but the name', async () => {
      await store.actors.rename(vera.id, 'X');
      expect(await store.actors.get(vera.id)).toBeUndefined();
      await store.actors.save({ ...vera, projectRoles: { shop: 'releaser' } });
      await store.actors.rename(vera.id, 'Vera II');
      expect(await store.actors.get(vera.id)).toEqual({
        ...vera,
        name: 'Vera II',
        projectRoles: { shop: 'releaser' },
      });
    });

    it('removes somebody with all roles: who comes again begins anew', async () => {
      await store.actors.save({ ...vera, projectRoles: { shop: 'owner' } });
      expect(await store.actors.remove(vera.id)).toBe(true);
      expect(await store.actors.remove(vera.id)).toBe(false);
      await store.actors.save(vera);
      await reopen();
      expect(await store.actors.get(vera.id)).toEqual(vera);
    });

    it('forgets with a project what was granted in it', async () => {
      const project = { name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 };
      await store.projects.add(project);
      await store.actors.save({ ...vera, projectRoles: { shop: 'owner', blog: 'viewer' } });
      await store.invites.add(invite('a', { project: 'shop' }));
      await store.projects.remove('shop');
      expect((await store.actors.get(vera.id))?.projectRoles).toEqual({ blog: 'viewer' });
      expect(await store.invites.list(0)).toEqual([]);
    });

    it('gives an invitation to one request, and to that one again', async () => {
      await store.invites.add(invite('a', { project: 'shop' }));
      await store.invites.add(invite('b'));
      await reopen();
      expect(await store.invites.find('hash of a', 1_999)).toEqual(
        invite('a', { project: 'shop' }),
      );
      expect(await store.invites.find('hash of a', 2_000)).toBeUndefined();
      const taken = await Promise.all(
        ['one', 'two'].map((request) => store.invites.use('hash of a', request, 1_500)),
      );
      expect(taken.filter((each) => each !== undefined)).toEqual([
        invite('a', { project: 'shop' }),
      ]);
      const winner = taken[0] ? 'one' : 'two';
      await reopen();
      expect(await store.invites.use('hash of a', winner, 9_999)).toMatchObject({ id: 'a' });
      expect(await store.invites.use('hash of a', 'three', 1_500)).toBeUndefined();
      expect(await store.invites.find('hash of a', 1_500)).toBeUndefined();
      expect(await store.invites.use('hash of b', 'one', 2_000)).toBeUndefined();
      expect(await store.invites.use('unknown', 'one', 1_500)).toBeUndefined();
    });

    it('revokes an invitation only as one of its own project', async () => {
      await store.invites.add(invite('a', { project: 'shop' }));
      await store.invites.add(invite('b'));
      expect(await store.invites.revoke('a', 'blog')).toBe(false);
      expect(await store.invites.revoke('a')).toBe(false);
      expect(await store.invites.revoke('b', 'shop')).toBe(false);
      expect(await store.invites.list(0)).toHaveLength(2);
      expect(await store.invites.revoke('a', 'shop')).toBe(true);
      expect(await store.invites.revoke('b')).toBe(true);
    });

    it('lists what may be used, and revokes it', async () => {
      await store.invites.add(invite('b', { createdAtMs: 1_200 }));
      await store.invites.add(invite('a'));
      await store.invites.add(invite('late', { expiresAtMs: 1_400 }));
      expect((await store.invites.list(1_500)).map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await store.invites.revoke('a')).toBe(true);
      expect(await store.invites.revoke('a')).toBe(false);
      expect(await store.invites.use('hash of a', 'one', 1_500)).toBeUndefined();
      await store.invites.use('hash of b', 'one', 1_500);
      expect(await store.invites.revoke('b')).toBe(false);
      expect(await store.invites.list(1_500)).toEqual([]);
      await store.invites.prune(1_401);
      expect(await store.invites.list(0)).toEqual([]);
    });
  });
}
