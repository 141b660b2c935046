import { expect, it } from 'vitest';
import { history } from './frames.ts';
import { toSessionView, toUsage } from './transcript.ts';

const asked = (runId: string, content = 'hi') => ({
  role: 'user',
  content,
  idempotencyKey: `${runId}:user`,
});
const answered = (text: string, rest: object = {}) => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
  stopReason: 'stop',
  ...rest,
});

function view(messages: unknown[], rest: object = {}) {
  return toSessionView(history.parse({ messages, ...rest }));
}

it('finds which requests were seen and the answer to the last', () => {
  expect(view([asked('a'), answered('one'), asked('b'), answered('two')])).toEqual({
    seenRunIds: ['a', 'b'],
    lastAnswer: 'two',
  });
});

it('finds no answer to a request that has none yet', () => {
  expect(view([asked('a'), answered('one'), asked('b')])).toEqual({ seenRunIds: ['a', 'b'] });
});

it('does not take for an answer what was said before a tool, or what an abort left', () => {
  const tool = answered('I look.', { stopReason: 'toolUse' });
  const cut = answered('par', { openclawAbort: { aborted: true } });

  expect(view([asked('a'), tool]).lastAnswer).toBeUndefined();
  expect(view([asked('a'), cut]).lastAnswer).toBeUndefined();
});

it('shows the run in flight, and no answer while it runs', () => {
  const inFlightRun = { runId: 'b', text: 'so far' };

  expect(view([asked('a'), answered('one')], { inFlightRun })).toEqual({
    seenRunIds: ['a'],
    active: inFlightRun,
  });
  expect(view([], { sessionInfo: { hasActiveRun: true, activeRunIds: ['c'] } }).active).toEqual({
    runId: 'c',
    text: '',
  });
});

it('skips rows that it cannot read', () => {
  const messages = [null, 'text', { role: 7 }, asked('a'), { role: 'custom', content: { x: 1 } }];

  expect(view([...messages, answered('one')])).toEqual({ seenRunIds: ['a'], lastAnswer: 'one' });
});

it('adds up what one run used', () => {
  const used = (runId: string, total: number) =>
    answered('x', {
      usage: { input: 10, output: 2, cacheRead: 5, cost: { total } },
      __openclaw: { runId },
    });
  const messages = [used('a', 0.25), used('b', 1), used('a', 0.25)];

  expect(toUsage([history.parse({ messages })], 'a')).toEqual({
    inputTokens: 30,
    outputTokens: 4,
    costUsd: 0.5,
  });
  expect(toUsage([history.parse({ messages: [used('a', 0)] })], 'a')).toEqual({
    inputTokens: 15,
    outputTokens: 2,
  });
  expect(toUsage([history.parse({ messages })], 'c')).toBeUndefined();
});
