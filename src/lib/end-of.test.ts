import { expect, test } from 'vitest';
import { endOf } from './end-of.ts';

test.each([
  ['all', 10, 'all'],
  ['one\ntwo\nthree', 10, 'two\nthree'],
  ['one\ntwo\nthree', 9, 'two\nthree'],
  ['one\ntwo\nthree', 8, 'three'],
  ['a word of one line\n', 10, 'one line\n'],
  ['x'.repeat(20), 10, ''],
  [`${'x'.repeat(20)}\n`, 10, ''],
  ['one\n\n\n', 2, '\n\n'],
])('of %j within %i there is %j', (text, mostChars, end) => {
  expect(endOf(text, mostChars)).toBe(end);
});
