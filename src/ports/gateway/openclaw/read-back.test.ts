import { expect, it } from 'vitest';
import { history, type History } from './frames.ts';
import { readBack } from './read-back.ts';
import { holdsRequest } from './transcript.ts';

const SESSION = 'agent:main:tg:1:0:1:shop';
const rows = Array.from({ length: 2_500 }, (_, index) =>
  index === 0
    ? { role: 'user', content: 'go', idempotencyKey: 'turn-1:user' }
    : { role: 'assistant', content: `step ${index}` },
);

/** A gateway that gives pages as the real one does: the newest rows first, each page in order. */
function gateway(all: readonly object[]) {
  const offsets: number[] = [];
  return {
    offsets,
    async request(_method: string, params: object) {
      const { offset = 0, limit } = params as { offset?: number; limit: number };
      offsets.push(offset);
      const end = all.length - offset;
      const begin = Math.max(0, end - limit);
      const next = begin > 0 ? { nextOffset: all.length - begin } : {};
      return { messages: all.slice(begin, end), ...next };
    },
  };
}

const found = (pages: readonly History[]) => holdsRequest(pages, 'turn-1');
const newestOf = async (from: ReturnType<typeof gateway>) =>
  history.parse(await from.request('chat.history', { limit: 200 }));

it('finds a request that a thousand steps lie behind', async () => {
  const from = gateway(rows);
  const pages = await readBack(from, await newestOf(from), { sessionKey: SESSION, found });
  expect(found(pages)).toBe(true);
  expect(from.offsets).toEqual([0, 200, 1_200, 2_200]);
});

it('asks no more than it has to', async () => {
  const from = gateway(rows.slice(0, 100));
  const pages = await readBack(from, await newestOf(from), { sessionKey: SESSION, found });
  expect(pages).toHaveLength(1);
});

it('comes to the beginning of a transcript that does not hold it', async () => {
  const from = gateway(rows.slice(1));
  const pages = await readBack(from, await newestOf(from), { sessionKey: SESSION, found });
  expect(found(pages)).toBe(false);
  expect(pages.flatMap((page) => page.messages)).toHaveLength(rows.length - 1);
});

it('ends when a gateway gives the same page again and again', async () => {
  const from = { request: async () => ({ messages: [], nextOffset: 200 }) };
  const newest = history.parse({ messages: [], nextOffset: 200 });
  expect(await readBack(from, newest, { sessionKey: SESSION, found })).toHaveLength(2);
});

it('says that it does not know rather than "never seen" of an endless transcript', async () => {
  let offset = 0;
  const from = { request: async () => ({ messages: [], nextOffset: (offset += 1_000) }) };
  const newest = history.parse({ messages: [], nextOffset: 1 });
  await expect(readBack(from, newest, { sessionKey: SESSION, found })).rejects.toMatchObject({
    code: 'gateway-unreachable',
  });
});
