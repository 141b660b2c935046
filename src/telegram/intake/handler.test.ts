import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Request } from '#dispatch/request.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { InboxUpdate, Store } from '#ports/store/port.ts';
import { timerClock } from '../clock.ts';
import { createHandler } from './handler.ts';

let store: Store;
beforeEach(() => {
  store = memoryStore();
});
afterEach(() => store.close());

const from = { id: 11, is_bot: false, first_name: 'Vera' };
const chat = { id: 11, type: 'private', first_name: 'Vera' };
const says = (id: number, text: string): InboxUpdate => ({
  id,
  body: { update_id: id, message: { message_id: id, date: 0, chat, from, text } },
});

function handling(answer: (request: Request) => Promise<void>, requestMs = 60_000) {
  const seen = { apologies: [] as string[], dismissed: [] as string[], errors: [] as string[] };
  const nothing = () => undefined;
  const handler = createHandler({
    inbox: store.inbox,
    settings: store.settings,
    me: { id: 1, username: 'forge_bot' },
    limits: { requestMs },
    clock: timerClock(Date.now),
    log: { info: nothing, warn: nothing, error: (_, message) => void seen.errors.push(message) },
    answers: {
      answer,
      apologize: async (request) => void seen.apologies.push(request.id),
      dismiss: (callbackId) => void seen.dismissed.push(callbackId),
    },
  });
  return { handler, seen, take: async (batch: InboxUpdate[]) => take(handler, batch) };
}

async function take(handler: ReturnType<typeof createHandler>, batch: InboxUpdate[]) {
  handler.accept(await store.inbox.take(batch));
}

const textOf = (request: Request) => (request.kind === 'text' ? request.text : request.kind);

it('gives up a request that hangs, says so and serves the next', async () => {
  const served: string[] = [];
  const { seen, take } = handling(async (request) => {
    served.push(textOf(request));
    if (textOf(request) === 'hangs') await new Promise(() => undefined);
  }, 30);
  await take([says(1, 'hangs'), says(2, 'next')]);
  await vi.waitFor(() => expect(served).toEqual(['hangs', 'next']), 5_000);
  expect(seen.apologies).toHaveLength(1);
  expect(seen.errors).toEqual(['request takes too long, given up']);
  await vi.waitFor(async () => expect(await store.inbox.pending()).toEqual([]), 5_000);
});

it('hears a late failure of a request it gave up', async () => {
  const gate = Promise.withResolvers<void>();
  const { seen, take, handler } = handling(() => gate.promise, 20);
  await take([says(1, 'hangs')]);
  await handler.idle();
  gate.reject(new Error('late'));
  await vi.waitFor(() => expect(seen.errors).toContain('request failed'), 5_000);
  expect(seen.apologies).toHaveLength(1);
});

it('lets /stop pass a crowd that waits, and serves the crowd once and in order', async () => {
  const gate = Promise.withResolvers<void>();
  const served: string[] = [];
  const { take } = handling(async (request) => {
    const text = textOf(request);
    served.push(text);
    if (text !== '/stop') await gate.promise;
  });
  const crowd = Array.from({ length: 1_200 }, (_, at) => says(at + 1, `${at + 1}`));
  await take(crowd.slice(0, 700));
  await take([says(1_201, '/stop')]);
  await vi.waitFor(() => expect(served).toEqual(['1', '/stop']), 5_000);
  gate.resolve();
  await take(crowd.slice(700).map(({ id }) => says(id + 10_000, `${id}`)));
  await vi.waitFor(() => expect(served).toHaveLength(1_201), 10_000);
  expect(served.filter((text) => text !== '/stop')).toEqual(crowd.map((_, at) => `${at + 1}`));
  await vi.waitFor(async () => expect(await store.inbox.pending()).toEqual([]), 5_000);
});
