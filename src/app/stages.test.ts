import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import { ROOT } from './root.ts';
import { endingOf, LONGEST_END_MS } from './stages.ts';

it('knows how long all parts of an end may take together, and tells the operator', async () => {
  const store = memoryStore();
  const part = { stop: async () => undefined, close: async () => undefined };
  const stages = await endingOf({
    operations: { shutdown: async () => undefined },
    telegram: part,
    agent: part,
    http: part,
    playground: part,
    audit: part,
    store,
  });
  const sumMs = stages.reduce((sum, { deadlineMs }) => sum + deadlineMs, 0);
  expect(LONGEST_END_MS).toBe(sumMs);
  const page = readFileSync(path.join(ROOT, 'docs/explanation/gateway.md'), 'utf8');
  expect(page).toContain(`${LONGEST_END_MS / 1_000} s in all`);
  await store.close();
});
