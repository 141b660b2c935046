import { expect, it } from 'vitest';
import { CAPACITY, fullFor } from './capacity.ts';

const many = (count: number, actorId: number, project: string) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${project}-${actorId}-${index}`,
    kind: 'turn',
    state: 'waiting' as const,
    conversationId: '',
    actorId,
    project,
    input: null,
    createdAtMs: 0,
    updatedAtMs: 0,
  }));

it('leaves room until a person has too much, in whatever project', () => {
  const nearly = [...many(CAPACITY.person - 2, 1, 'shop'), ...many(1, 1, 'blog')];
  expect(fullFor(nearly, { actorId: 1, project: 'shop' })).toBeUndefined();
  const full = { whose: 'yours', count: CAPACITY.person, limit: CAPACITY.person };
  const tenth = [...nearly, ...many(1, 1, 'new')];
  expect(fullFor(tenth, { actorId: 1, project: 'other' })).toMatchObject(full);
  expect(fullFor(tenth, { actorId: 1 })).toMatchObject(full);
  expect(fullFor(tenth, { actorId: 2, project: 'shop' })).toBeUndefined();
  expect(fullFor(tenth, { actorId: 2 })).toBeUndefined();
});

it('leaves room until a project has too much with its tasks, whoever asked', () => {
  const full = ['shop', 'shop', 'shop.one', 'shop.two'].flatMap((project, actorId) =>
    many(CAPACITY.project / 4, actorId, project),
  );
  for (const project of ['shop', 'shop.one', 'shop.new']) {
    const there = { whose: 'project', count: CAPACITY.project, project: 'shop' };
    expect(fullFor(full, { actorId: 5, project })).toMatchObject(there);
  }
  expect(fullFor(full, { actorId: 5, project: 'blog' })).toBeUndefined();
});
