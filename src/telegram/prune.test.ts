import { expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import { pruneRegularly } from './prune.ts';

it('knows a message as long as its buttons work', async () => {
  const day = 24 * 60 * 60_000;
  const store = memoryStore(() => 0);
  await store.outbox.add([
    { key: 'ask', chatId: 1, method: 'sendMessage', payload: null, priority: 1 },
  ]);
  await store.outbox.mark('ask', { state: 'sent' });
  const button = { id: 'b', command: 'x', words: [], chatId: 1, createdAtMs: 0 };
  await store.buttons.add([button]);
  const known = async (afterMs: number) => {
    const stopping = new AbortController();
    const nothing = () => undefined;
    const log = { info: nothing, warn: nothing, error: nothing };
    const clock = {
      now: () => afterMs,
      after(_: number, action: () => void) {
        stopping.abort();
        queueMicrotask(action);
        return nothing;
      },
    };
    await pruneRegularly({ store, clock, log }, stopping.signal);
    return [
      (await store.outbox.get('ask')) !== undefined,
      (await store.buttons.get('b')) !== undefined,
    ];
  };
  expect(await known(29 * day)).toEqual([true, true]);
  expect(await known(31 * day)).toEqual([false, false]);
  await store.close();
});

it('goes on pruning after the store failed once', async () => {
  const store = memoryStore(() => 0);
  await store.outbox.add([
    { key: 'old', chatId: 1, method: 'sendMessage', payload: null, priority: 1 },
  ]);
  await store.outbox.mark('old', { state: 'sent' });
  const stopping = new AbortController();
  const errors: string[] = [];
  let tries = 0;
  const outbox = {
    ...store.outbox,
    prune: async (beforeMs: number) => {
      tries += 1;
      if (tries === 1) throw new Error('disk full');
      await store.outbox.prune(beforeMs);
      stopping.abort();
    },
  };
  const nothing = () => undefined;
  await pruneRegularly(
    {
      store: { outbox, buttons: store.buttons },
      clock: {
        now: () => 10 ** 12,
        after: (_, action) => {
          queueMicrotask(action);
          return nothing;
        },
      },
      log: { info: nothing, warn: nothing, error: (_, message) => void errors.push(message) },
    },
    stopping.signal,
  );
  expect(tries).toBe(2);
  expect(errors).toHaveLength(1);
  expect(await store.outbox.get('old')).toBeUndefined();
  await store.close();
});
