import { expect, it } from 'vitest';
import { storeContract } from './contract.ts';
import { memoryStore } from './memory.ts';

// It has nothing to reopen: the promises about restarts are the file's.
storeContract('memory', async () => {
  let passedMs = 0;
  const store = memoryStore(() => Date.now() + passedMs);
  return { store, reopen: async () => store, pass: (ms) => (passedMs += ms) };
});

it('shares nothing between two memory stores', async () => {
  const [one, other] = [memoryStore(), memoryStore()];
  await one.settings.set('a', 1);
  expect(await other.settings.get('a')).toBeUndefined();
  await Promise.all([one.close(), other.close()]);
});
