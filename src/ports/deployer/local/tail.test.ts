import { appendFile, mkdtemp, rm, truncate, writeFile, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastLines, newLines } from './tail.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tail-'));
  file = join(directory, 'log');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const texts = async (count: number) => (await lastLines(file, count)).map(({ text }) => text);

it('tells the last lines, also of what was put aside', async () => {
  expect(await texts(3)).toEqual([]);
  await writeFile(`${file}.1`, 'one\ntwo\n');
  await writeFile(file, 'three\r\n\nfour');
  expect(await texts(0)).toEqual([]);
  expect(await texts(2)).toEqual(['', 'four']);
  expect(await texts(4)).toEqual(['two', 'three', '', 'four']);
  expect(await texts(100)).toEqual(['one', 'two', 'three', '', 'four']);
});

it('joins a line that was put aside in its middle', async () => {
  await writeFile(`${file}.1`, 'one\nhalf ');
  await writeFile(file, 'and half\ntwo\n');
  expect(await texts(2)).toEqual(['half and half', 'two']);
  expect(await texts(3)).toEqual(['one', 'half and half', 'two']);
});

it('cuts a line that never ends between words', async () => {
  const words = Array.from({ length: 10_000 }, (_, index) => `word-${index}`);
  const seen = await partsOf(words.join(' '));
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.flatMap((text) => text.trim().split(' '))).toEqual(words);
});

it.each(['à', '栀', '😀'])('cuts no letter in two, such as %s', async (letter) => {
  const line = `a${letter.repeat(40_000)}`;
  const seen = await partsOf(line);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.join('') === line).toBe(true);
});

/** The parts of one long line, as they come. */
async function partsOf(line: string): Promise<readonly string[]> {
  await writeFile(file, `${line}\nend\n`);
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const { text } of newLines(async () => file, { file, offset: 0 }, stop.signal)) {
    if (text === 'end') stop.abort();
    else seen.push(text);
  }
  return seen;
}

it('tells every line that comes, once and whole, also when the log is emptied or another one', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  let now = file;
  const told = async (...wanted: string[]) =>
    expect.poll(() => seen, { timeout: 10_000 }).toEqual(wanted);
  await writeFile(file, 'before\n');
  const reading = (async () => {
    const from = { file, offset: 7 };
    for await (const { text } of newLines(async () => now, from, stop.signal)) seen.push(text);
  })();
  await appendFile(file, 'one\nhal');
  await told('one');
  await appendFile(file, 'f é\n');
  await told('one', 'half é');
  // As the host does.
  await appendFile(file, 'late\n');
  await copyFile(file, `${file}.1`);
  await truncate(file, 0);
  await told('one', 'half é', 'late');
  await appendFile(file, 'two\n');
  await told('one', 'half é', 'late', 'two');
  const next = join(directory, 'next');
  await writeFile(next, 'three\n');
  now = next;
  await told('one', 'half é', 'late', 'two', 'three');
  stop.abort();
  await reading;
});
