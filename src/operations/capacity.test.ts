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
  expect(fullFor(nearly, 1, 'shop')).toBeUndefined();
  const full = { whose: 'yours', count: CAPACITY.person, limit: CAPACITY.person };
  expect(fullFor([...nearly, ...many(1, 1, 'new')], 1, 'other')).toEqual(full);
  expect(fullFor([...nearly, ...many(1, 1, 'new')], 2, 'shop')).toBeUndefined();
});

it('leaves room until a project has too much, whoever asked', () => {
  const full = [1, 2, 3, 4].flatMap((actorId) => many(CAPACITY.project / 4, actorId, 'shop'));
  expect(fullFor(full, 5, 'shop')).toMatchObject({ whose: 'project' });
  expect(fullFor(full, 5, 'blog')).toBeUndefined();
});
