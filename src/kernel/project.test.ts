import { expect, it } from 'vitest';
import { type Actor, hasRole, roleIn } from './actor.ts';
import { isProjectFolder, isProjectName, isTask, rootOf, taskWord } from './project.ts';

it('knows a task by one dot between two good names', () => {
  expect(isTask('shop.login')).toBe(true);
  expect([rootOf('shop.login'), taskWord('shop.login')]).toEqual(['shop', 'login']);
  for (const name of ['shop', 'shop.', '.login', 'a.b', 'shop.login.x', 'shop..login', '../login'])
    expect([name, isTask(name), rootOf(name), taskWord(name)]).toEqual([name, false, name, '']);
  for (const name of ['.', '..', 'shop.../x', 'shop./etc', 'shop.login\n'])
    expect([name, isProjectFolder(name)]).toEqual([name, false]);
});

it('lets nobody call a project like a task', () => {
  expect(isProjectName('shop.login')).toBe(false);
  expect(isProjectFolder('shop.login')).toBe(true);
});

it('counts in a task the role in its project, and no other', () => {
  const ann: Actor = { id: 1, name: 'Ann', role: 'viewer', confined: true };
  const inShop: Actor = { ...ann, projectRoles: { shop: 'developer' } };
  expect(roleIn(inShop, 'shop.login')).toBe('developer');
  expect(roleIn(inShop, 'shop-two.login')).toBeUndefined();
  expect(roleIn({ ...ann, projectRoles: { 'shop.login': 'owner' } }, 'shop.login')).toBeUndefined();
  expect(hasRole(inShop, 'releaser', 'shop.login')).toBe(false);
});
