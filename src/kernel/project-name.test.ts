import { expect, it } from 'vitest';
import { freeNames, nearestProjectName } from './project-name.ts';
import { isProjectFolder, isProjectName } from './project.ts';

it.each([
  ['My Bot', 'my-bot'],
  ['мой бот', 'moy-bot'],
  ['Щука!', 'schuka'],
  ['Café_2', 'cafe-2'],
  ['2048', 'p-2048'],
  ['x', 'x-app'],
  ['all', 'all-app'],
  ['../../etc', 'etc'],
  ['--upload-pack', 'upload-pack'],
  [`${'a'.repeat(38)}-b`, 'a'.repeat(38)],
])('of %j it makes %s', (text, name) => {
  expect(nearestProjectName(text)).toBe(name);
  expect(isProjectName(name)).toBe(true);
});

it('makes nothing of what holds no letter it knows', () => {
  expect(nearestProjectName('🙂')).toBeUndefined();
  expect(nearestProjectName('')).toBeUndefined();
});

it('numbers a name that is taken, within the length', async () => {
  const long = 'a'.repeat(39);
  expect(await freeNames('shop', async (name) => name !== 'shop', 2)).toEqual(['shop-2', 'shop-3']);
  expect(await freeNames(long, async (name) => name !== long)).toEqual([`${'a'.repeat(37)}-2`]);
  expect(await freeNames('shop', async () => false)).toEqual([]);
});

it('takes no new name that ends in a dash, and goes on with a project that has one', () => {
  expect([isProjectName('ab-'), isProjectName('a-b'), isProjectName('a--b')]).toEqual([
    false,
    true,
    true,
  ]);
  expect(isProjectFolder('ab-')).toBe(true);
});
