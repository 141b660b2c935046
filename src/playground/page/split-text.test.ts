import { expect, it } from 'vitest';
import { MAX_MESSAGE_LENGTH, splitText } from './split-text.ts';

it('leaves a short text as it is, without the space around it', () => {
  expect(splitText('  hello\nthere \n')).toEqual(['hello\nthere']);
});

it('makes no message of nothing', () => {
  expect(splitText(' \n\t ')).toEqual([]);
});

it('cuts a long text at a line end and loses no word', () => {
  const lines = Array.from({ length: 900 }, (_, index) => `line ${index}`);

  const parts = splitText(lines.join('\n'));

  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('\n').split('\n')).toEqual(lines);
});

it('cuts one endless line at the limit, but never inside a character', () => {
  const parts = splitText(`a${'😀'.repeat(5_000)}`);

  expect(parts.every((part) => part.length <= MAX_MESSAGE_LENGTH && part.isWellFormed())).toBe(
    true,
  );
  expect(parts.join('')).toBe(`a${'😀'.repeat(5_000)}`);
});
