import { expect, it } from 'vitest';
import { finder } from './finder.ts';

it.each([1, 2, 3, 5, 8, 100])('finds a word in pieces of %i bytes, once each time', (size) => {
  const stream = Buffer.from('a"final"b"fi"final"c');
  const found = finder('"final"');
  const ends: number[] = [];
  for (let at = 0; at < stream.length; at += size)
    if (found(stream.subarray(at, at + size))) ends.push(at);
  expect(ends).toEqual([...new Set([7, 18].map((end) => end - (end % size)))]);
});
