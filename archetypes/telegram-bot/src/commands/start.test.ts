import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command } from './start.ts';

test('/start points to /help', async () => {
  assert.equal(await command.reply(''), 'Hello! Send /help to see what I can do.');
});

test('/start greets by name', async () => {
  assert.equal(await command.reply('Ada'), 'Hello, Ada!');
});
