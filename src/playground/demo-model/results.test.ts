import { expect, it } from 'vitest';
import { choice, failure, fileContent, parseRan } from './results.ts';

it('reads how a command ended', () => {
  expect(parseRan('hi')).toEqual({ kind: 'exited', code: 0, output: 'hi' });
  expect(parseRan('(no output)')).toEqual({ kind: 'exited', code: 0, output: '' });
  expect(parseRan('out\nerr\n\n(Command exited with code 3)')).toEqual({
    kind: 'exited',
    code: 3,
    output: 'out\nerr',
  });
  expect(parseRan('late\n\nProcess exited with code 2.')).toEqual({
    kind: 'exited',
    code: 2,
    output: 'late',
  });
});

it('knows a command that still runs', () => {
  const started = 'Command still running (session nova-reef, pid 10562). Use process (list/poll)';

  expect(parseRan(started)).toEqual({ kind: 'running', sessionId: 'nova-reef' });
  expect(parseRan('(no new output)\n\nProcess still running.')).toMatchObject({ kind: 'running' });
});

it('knows a command that did not run', () => {
  for (const result of ['Exec denied (gateway id=1, user-denied): x', 'Tool exec not found']) {
    expect(parseRan(result)).toEqual({ kind: 'refused', reason: result });
  }
});

it('tells the failure of a tool from JSON that a file or a command holds', () => {
  expect(failure('{\n "status": "error",\n "tool": "write",\n "error": "Path escapes"\n}')).toBe(
    'Path escapes',
  );
  expect(failure('{"status":"ok"}')).toBeUndefined();
  expect(failure('{not json')).toBeUndefined();
  expect(parseRan('{"error":"mine"}')).toMatchObject({
    kind: 'exited',
    output: '{"error":"mine"}',
  });
});

it('tells a missing file from an empty one', () => {
  expect(fileContent('Optional file not found: nope.txt.')).toBeUndefined();
  expect(fileContent('')).toBe('');
});

it('reads the answer of a person, direct and through tool_call', () => {
  const answers = { status: 'answered', answers: { answers: { choice: ['very "red"'] } } };
  const direct = `Color: red\n\n${JSON.stringify(answers, null, 2)}`;
  const wrapped = JSON.stringify({
    result: { content: [{ type: 'text', text: direct }], details: answers },
  });

  expect(choice(direct)).toBe('very "red"');
  expect(choice(wrapped)).toBe('very "red"');
  expect(choice('{"status":"no_answer"}')).toBeUndefined();
});
