import { expect, it } from 'vitest';
import { nextReply, type Script } from './script.ts';

const lost = { text: 'lost' };
const step = (path: string) => ({ name: 'read', arguments: { path, optional: true } });

function* twoReads(): Script {
  const first = yield step('a');
  const second = yield step(first);
  return { text: `${first}${second}` };
}

it('makes the first call that the conversation does not hold', () => {
  expect(nextReply(twoReads(), [], lost).toolCalls).toEqual([step('a')]);
  expect(nextReply(twoReads(), [{ ...step('a'), result: 'b' }], lost).toolCalls).toEqual([
    step('b'),
  ]);
});

it('answers once every call is done', () => {
  const done = [
    { ...step('a'), result: 'b' },
    { ...step('b'), result: 'c' },
  ];

  expect(nextReply(twoReads(), done, lost)).toEqual({ text: 'bc' });
});

it('knows a call again whose arguments came back in another order', () => {
  const reordered = { name: 'read', arguments: { optional: true, path: 'a' }, result: 'b' };

  expect(nextReply(twoReads(), [reordered], lost).toolCalls).toEqual([step('b')]);
});

it('makes its own call when the conversation holds only others', () => {
  const other = { name: 'exec', arguments: { command: 'rm' }, result: '' };

  expect(nextReply(twoReads(), [other], lost).toolCalls).toEqual([step('a')]);
});

it('gives up instead of calling forever', () => {
  const other = { name: 'exec', arguments: {}, result: '' };

  expect(
    nextReply(
      twoReads(),
      Array.from({ length: 60 }, () => other),
      lost,
    ),
  ).toBe(lost);
});
