import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { operationsReference } from '#operations/reference.ts';
import { createWorld } from '#test/world.ts';

it('the reference of operations is what the code says; npm run generate:operations writes it', async () => {
  const world = await createWorld();
  const kinds = world.operations.kinds();
  await world.close();
  const file = path.join(import.meta.dirname, '../docs/reference/operations.md');
  expect(await readFile(file, 'utf8')).toBe(operationsReference(kinds));
  expect([...kinds.keys()]).toEqual(expect.arrayContaining(['turn', 'new']));
});
