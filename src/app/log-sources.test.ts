import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { logFile } from './log-file.ts';
import { createLogRing } from './log-ring.ts';

const WAIT = { timeout: 20_000 };
let directory: string;
let ending: AbortController;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'log-'));
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await rm(directory, { recursive: true, force: true });
});

/** What comes, as it comes. */
const collect = (lines: AsyncIterable<{ readonly text: string }>) => {
  const texts: string[] = [];
  const done = (async () => {
    for await (const { text } of lines) texts.push(text);
  })();
  return { texts, done };
};
const textsOf = (lines: readonly { readonly text: string }[]) => lines.map(({ text }) => text);

it('the ring has the last 2,000 lines of the bot and shows what comes', async () => {
  const ring = createLogRing();
  for (let index = 0; index < 2_100; index += 1) ring.add(`line ${index}\n`);
  expect(textsOf(await ring.logs({ lines: 2 }))).toEqual(['line 2098', 'line 2099']);
  expect(await ring.logs({ lines: 9_999 })).toHaveLength(2_000);
  const { texts, done } = collect(ring.follow({ lines: 1 }, ending.signal));
  await vi.waitFor(() => expect(texts).toEqual(['line 2099']), WAIT);
  ring.add('more');
  await vi.waitFor(() => expect(texts).toEqual(['line 2099', 'more']), WAIT);
  ending.abort();
  await done;
});

it('the ring keeps no endless line, and who follows slowly misses the oldest', async () => {
  const ring = createLogRing();
  ring.add('x'.repeat(1_000_000));
  const [line] = await ring.logs({ lines: 1 });
  expect(line?.text.length).toBeLessThan(5_000);
  const { texts } = collect(ring.follow({ lines: 1 }, ending.signal));
  await vi.waitFor(() => expect(texts).toHaveLength(1), WAIT);
  for (let index = 0; index < 3_000; index += 1) ring.add(`line ${index}`);
  await vi.waitFor(() => expect(texts.at(-1)).toBe('line 2999'), WAIT);
  expect(texts).toHaveLength(2_001);
});

it('a file is followed over a beginning anew, and a line comes when it is whole', async () => {
  const file = path.join(directory, 'gateway.out');
  const source = logFile(file);
  expect(await source.logs({ lines: 5 })).toEqual([]);
  await writeFile(file, 'one\ntwo\nthr');
  expect(textsOf(await source.logs({ lines: 2 }))).toEqual(['two', 'thr']);
  const { texts, done } = collect(source.follow({ lines: 1 }, ending.signal));
  await vi.waitFor(() => expect(texts).toEqual(['two']), WAIT);
  await appendFile(file, 'ee\n');
  await vi.waitFor(() => expect(texts).toEqual(['two', 'three']), WAIT);
  await writeFile(file, 'new\n');
  await vi.waitFor(() => expect(texts).toEqual(['two', 'three', 'new']), WAIT);
  ending.abort();
  await done;
});

it('of a large file the end is read alone', async () => {
  const file = path.join(directory, 'gateway.out');
  await writeFile(file, `${'x'.repeat(99)}\n`.repeat(30_000) + 'last\n');
  const texts = textsOf(await logFile(file).logs({ lines: 100_000 }));
  expect(texts.at(-1)).toBe('last');
  expect(texts.length).toBeLessThan(11_000);
});
