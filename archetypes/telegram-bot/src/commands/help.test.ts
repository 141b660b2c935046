import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command } from './help.ts';

test('/help lists commands with what they do', async () => {
  const lines = (await command.reply('')).split('\n');

  assert.ok(lines.includes('/help - List the commands'));
  assert.ok(lines.includes('/start - Say hello'));
});
