import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tool } from './calculate.ts';

const { signal } = new AbortController();

for (const [left, operator, right, result] of [
  [7, '+', 2, 9],
  [7, '-', 2, 5],
  [7, '*', 2, 14],
  [7, '/', 2, 3.5],
] as const) {
  test(`calculate: ${left} ${operator} ${right} is ${result}`, () => {
    assert.equal(tool.run({ left, operator, right }, signal), result);
  });
}

test('calculate refuses to divide by zero', () => {
  assert.throws(() => tool.run({ left: 1, operator: '/', right: 0 }, signal), /division by zero/);
});
