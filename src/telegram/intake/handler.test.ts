import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

function handling(
  answer: (request: Request) => Promise<'ok' | 'failed' | void>,
  requestMs = 60_000,
) {
  const seen = {
    apologies: [] as string[],
    dismissed: [] as string[],
    errors: [] as string[],
    outcomes: [] as string[],
  };
  const nothing = () => undefined;
  const handler = createHandler({
    inbox: store.inbox,
    settings: store.settings,
    me: { id: 1, username: 'forge_bot' },
    limits: { requestMs, gatherMs: 100 },
    clock: timerClock(Date.now),
    log: { info: nothing, warn: nothing, error: (_, message) => void seen.errors.push(message) },
    answers: {
      answer: async (request) => (await answer(request)) ?? 'ok',
      apologize: async (request) => void seen.apologies.push(request.id),
      dismiss: (callbackId) => void seen.dismissed.push(callbackId),
    },
    onEvent: (event) => void (event.kind === 'handled' && seen.outcomes.push(event.outcome)),
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

it('counts as failed what was answered with a word of failure, and apologizes once', async () => {
  const { seen, take } = handling(async (request) => {
    if (textOf(request) === 'throws') throw new Error('no');
    return textOf(request) === 'breaks' ? 'failed' : 'ok';
  });
  await take([says(1, 'works'), says(2, 'breaks'), says(3, 'throws')]);
  await vi.waitFor(() => expect(seen.outcomes).toEqual(['ok', 'failed', 'failed']), 5_000);
  expect(seen.apologies).toHaveLength(1);
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

describe('what was sent as one', () => {
  const long = (start: string) => `${start} ${'x'.repeat(4_000)}`;
  const message = (id: number, fields: object, date = 100): InboxUpdate => ({
    id,
    body: { update_id: id, message: { message_id: id, date, chat, from, ...fields } },
  });
  const collecting = () => {
    const served: Request[] = [];
    return { served, ...handling(async (request) => void served.push(request)) };
  };
  const photo = (id: string) => ({ photo: [{ file_id: 'small' }, { file_id: id }] });

  it('is one request when an app cut a long text', async () => {
    const { served, take } = collecting();
    await take([message(1, { text: long('/code a') }), message(2, { text: long('b') }, 101)]);
    await take([message(3, { text: 'end' }, 102), message(4, { text: 'another' }, 102)]);
    await vi.waitFor(() => expect(served).toHaveLength(2), 5_000);
    expect(served.map(({ id }) => id)).toEqual(['update:1:1', 'update:1:4']);
    expect(textOf(served[0]!)).toBe(`${long('/code a')}\n${long('b')}\nend`);
    expect(textOf(served[1]!)).toBe('another');
    await vi.waitFor(async () => expect(await store.inbox.pending()).toEqual([]), 5_000);
  });

  it('puts nothing between the halves of a text that was cut at 4096', async () => {
    const { served, take } = collecting();
    await take([message(1, { text: 'x'.repeat(4_096) }), message(2, { text: 'y' })]);
    await vi.waitFor(() => expect(served.map(textOf)).toEqual([`${'x'.repeat(4_096)}y`]), 5_000);
  });

  it('is not what was sent later, by somebody else or elsewhere', async () => {
    const { served, take } = collecting();
    const other = { from: { ...from, id: 12 }, chat: { ...chat, id: 12 } };
    await take([
      message(1, { text: long('a') }, 100),
      message(2, { text: 'other', ...other }, 100),
      message(3, { text: 'later' }, 110),
    ]);
    await vi.waitFor(() => expect(served).toHaveLength(3), 5_000);
    expect(served.map(textOf).toSorted()).toEqual([long('a'), 'later', 'other']);
    const mine = served.filter((request) => request.from.id === 11).map(textOf);
    expect(mine).toEqual([long('a'), 'later']);
  });

  it('is an album, its files known in order', async () => {
    const { served, take } = collecting();
    const album = { media_group_id: 'g' };
    await take([message(1, { ...album, ...photo('p1'), caption: 'look' })]);
    const file = { file_id: 'd1', file_name: 'a.txt', file_size: 5 };
    await take([
      message(2, { ...album, document: file }),
      message(3, { ...album, ...photo('p2') }),
    ]);
    await vi.waitFor(() => expect(served).toHaveLength(1), 5_000);
    expect(served[0]).toMatchObject({
      kind: 'other',
      what: 'photo',
      media: [
        { what: 'photo', fileId: 'p1', caption: 'look' },
        { what: 'document', fileId: 'd1', name: 'a.txt', sizeBytes: 5 },
        { what: 'photo', fileId: 'p2' },
      ],
    });
  });

  it('is a batch of forwards, texts and files', async () => {
    const { served, take } = collecting();
    const forward = { forward_origin: { type: 'hidden_user', sender_user_name: 'Ann', date: 1 } };
    await take([
      message(1, { ...forward, text: 'one' }),
      message(2, { ...forward, ...photo('p') }),
      message(3, { ...forward, text: 'two' }),
    ]);
    await vi.waitFor(() => expect(served).toHaveLength(1), 5_000);
    expect(served[0]).toMatchObject({ kind: 'text', text: 'one\n\ntwo' });
    expect(served[0]?.media).toMatchObject([{ fileId: 'p' }]);
  });

  it('waits for nobody who says /stop', async () => {
    const { served, take } = collecting();
    await take([message(1, { text: long('a') }), message(2, { text: '/stop' })]);
    await vi.waitFor(() => expect(served).toHaveLength(2), 5_000);
    expect(served.map(textOf)).toEqual(['/stop', long('a')]);
  });

  it('survives a crash while it gathers: nothing lost, nothing twice', async () => {
    const first = collecting();
    await first.take([message(1, { text: long('a') })]);
    await first.handler.idle();
    await first.take([message(2, { text: 'end' })]);
    expect(first.served).toEqual([]);
    const second = collecting();
    await second.handler.resume();
    await vi.waitFor(() => expect(second.served.map(textOf)).toEqual([`${long('a')}\nend`]), 5_000);
    await vi.waitFor(async () => expect(await store.inbox.pending()).toEqual([]), 5_000);
  });

  it('survives a crash while it is handled, as the same request', async () => {
    const hanging = handling(() => new Promise(() => undefined));
    await hanging.take([message(1, { text: long('a') }), message(2, { text: 'end' })]);
    await vi.waitFor(
      async () =>
        expect(await store.settings.get('telegram-merged-updates')).toEqual({ 1: [1, 2] }),
      5_000,
    );
    // Came in before the crash, and is no part of it.
    await store.inbox.take([message(3, { text: 'next' })]);
    const second = collecting();
    await second.handler.resume();
    await vi.waitFor(() => expect(second.served).toHaveLength(2), 5_000);
    expect(second.served.map(({ id }) => id)).toEqual(['update:1:1', 'update:1:3']);
    expect(textOf(second.served[0]!)).toBe(`${long('a')}\nend`);
  });

  it('is closed whole when the crash came at the very end', async () => {
    await store.settings.set('telegram-merged-updates', { 1: [1, 2] });
    await store.inbox.take([message(1, { text: long('a') }), message(2, { text: 'end' })]);
    await store.inbox.done(1);
    const { served, handler } = collecting();
    await handler.resume();
    await handler.idle();
    expect(served).toEqual([]);
    expect(await store.inbox.pending()).toEqual([]);
    expect(await store.settings.get('telegram-merged-updates')).toEqual({});
  });
});
