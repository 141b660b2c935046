import { expect, it } from 'vitest';
import { type Message, textOf } from './request.ts';
import { readTurn } from './turn.ts';

const INTERNAL: Message = {
  role: 'user',
  content: [
    {
      type: 'text',
      text: '<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\n"Active exec sessions:\\nnone"\n<<<END_OPENCLAW_INTERNAL_CONTEXT>>>',
    },
  ],
};
const RUNTIME = '\n\nRuntime: agent=main | session=agent:main:t1 | host=vm';

function user(content: string): Message {
  return { role: 'user', content };
}

function called(id: string, path: string): Message {
  const call = { name: 'read', arguments: JSON.stringify({ path }) };
  return { role: 'assistant', content: null, tool_calls: [{ id, function: call }] };
}

function result(id: string, content: string): Message {
  return { role: 'tool', tool_call_id: id, content };
}

it('finds what the person typed, without the time and the runtime line around it', () => {
  const messages = [user(`[Sun 2026-11-22 08:04 UTC] fix\nthe [test]${RUNTIME}`), INTERNAL];

  expect(readTurn({ messages })).toEqual({ text: 'fix\nthe [test]', done: [] });
});

it('takes only the calls after the last request, in order', () => {
  const messages = [
    user('one'),
    called('1', 'old'),
    result('1', 'old'),
    user('two'),
    INTERNAL,
    called('2', 'a'),
    result('2', 'A'),
    called('3', 'b'),
    result('3', 'B'),
    INTERNAL,
  ];

  expect(readTurn({ messages })).toEqual({
    text: 'two',
    done: [
      { name: 'read', arguments: { path: 'a' }, result: 'A' },
      { name: 'read', arguments: { path: 'b' }, result: 'B' },
    ],
  });
});

it('goes on with the request that a restart interrupted, and counts a lost call as not done', () => {
  const messages = [
    user('work'),
    called('1', 'a'),
    result('1', 'A'),
    called('2', 'b'),
    result('2', '[openclaw] missing tool result in session history; inserted synthetic error'),
    user('[Sun 2026-11-22 08:21 UTC] [System] Your previous turn was interrupted by a gateway'),
    INTERNAL,
  ];

  const turn = readTurn({ messages });

  expect(turn.text).toBe('work');
  expect(turn.done.map((call) => call.arguments)).toEqual([{ path: 'a' }]);
});

it('finds a request in the same message as the internal context', () => {
  const messages = [{ role: 'user', content: [{ type: 'text', text: `${textOf(INTERNAL)} hi ` }] }];

  expect(readTurn({ messages }).text).toBe('hi');
});

it('ignores a call without a result and arguments that are not JSON', () => {
  const broken = { id: '1', function: { name: 'read', arguments: '{"pa' } };
  const messages: Message[] = [
    user('x'),
    { role: 'assistant', tool_calls: [broken] },
    result('1', 'ok'),
    called('2', 'b'),
  ];

  expect(readTurn({ messages }).done).toEqual([{ name: 'read', arguments: {}, result: 'ok' }]);
});

it('has no request where nobody asked', () => {
  expect(readTurn({ messages: [{ role: 'system', content: 'x' }, INTERNAL] }).text).toBe('');
});
