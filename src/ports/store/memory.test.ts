import { expect, it } from 'vitest';
import { storeContract } from './contract.ts';
import { memoryStore } from './memory.ts';

// It has nothing to reopen: the promises about restarts are the file's.
storeContract('memory', async () => {
  const store = memoryStore();
  return { store, reopen: async () => store };
});

it('shares nothing between two memory stores', async () => {
  const [one, other] = [memoryStore(), memoryStore()];
  await one.settings.set('a', 1);
  expect(await other.settings.get('a')).toBeUndefined();
  await Promise.all([one.close(), other.close()]);
});
