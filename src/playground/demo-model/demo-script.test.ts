import { expect, it } from 'vitest';
import { parseDemo } from './demo-script.ts';
import { nextReply } from './script.ts';
import type { DoneCall } from './turn.ts';

const lost = { text: 'lost' };

function next(text: string, done: readonly DoneCall[] = []) {
  const script = parseDemo(text);
  return script && nextReply(script, done, lost);
}

const ENV = { tool: 'exec', arguments: { command: 'env' } };
const envDone = { name: 'exec', arguments: { command: 'env' }, result: 'A=$&' };

it('works through the steps and quotes the last result as it is', () => {
  const text = `#demo ${JSON.stringify({ steps: [{ ...ENV, text: 'First.' }, { text: 'Saw: {{last}}' }] })}`;

  expect(next(text)).toEqual({
    text: 'First.',
    toolCalls: [{ name: 'exec', arguments: { command: 'env' } }],
  });
  expect(next(text, [envDone])).toMatchObject({ text: 'Saw: A=$&' });
});

it('runs the same call twice when two steps say so', () => {
  const text = `#demo ${JSON.stringify({ steps: [ENV, ENV, { text: 'done' }] })}`;

  expect(next(text, [envDone])?.toolCalls).toHaveLength(1);
  expect(next(text, [envDone, envDone])).toMatchObject({ text: 'done' });
});

it('ends with the last result when no text says how', () => {
  expect(next(`#demo ${JSON.stringify({ steps: [ENV] })}`, [envDone])).toEqual({ text: 'A=$&' });
});

it('answers with a delay or an HTTP status', () => {
  expect(next('#demo {"steps":[{"text":"a","chunkDelayMs":5}]}')).toMatchObject({
    chunkDelayMs: 5,
  });
  expect(next('#demo {"steps":[{"status":401}]}')).toMatchObject({ status: 401 });
});

it('says what is wrong with a line that it cannot read', () => {
  expect(next('#demo {"steps":')?.text).toMatch(/^#demo: /u);
  expect(next('#demo {"steps":[{"tol":"exec"}]}')?.text).toMatch(/tol/u);
});

it('leaves any other text alone', () => {
  expect(parseDemo('#demonstrate')).toBeUndefined();
  expect(parseDemo('run #demo {}')).toBeUndefined();
});
