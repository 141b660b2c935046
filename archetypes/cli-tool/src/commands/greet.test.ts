import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputOf } from '../../test/output-of.ts';
import { UsageError } from '../commands.ts';

test('greet greets by name', async () => {
  assert.equal(await outputOf(['greet', 'Ada']), 'Hello, Ada!\n');
});

test('greet --shout is loud', async () => {
  assert.equal(await outputOf(['greet', '--shout', 'Ada']), 'HELLO, ADA!\n');
});

test('greet wants exactly one name', async () => {
  await assert.rejects(outputOf(['greet']), UsageError);
  await assert.rejects(outputOf(['greet', 'Ada', 'Bob']), UsageError);
});
