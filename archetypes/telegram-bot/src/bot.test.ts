import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserFromGetMe } from 'grammy/types';
import { createBot } from './bot.ts';

/** Sends one message to the bot and returns the texts that it would send to Telegram. */
async function say(text: string, type: 'private' | 'group' = 'private'): Promise<string[]> {
  const botInfo = { id: 1, is_bot: true, first_name: 'Test', username: 'test_bot' };
  const bot = await createBot('1:test', { botInfo: botInfo as UserFromGetMe });
  const sent: string[] = [];
  bot.api.config.use(async (_call, method, payload) => {
    if (method === 'sendMessage') sent.push((payload as { text: string }).text);
    return { ok: true, result: true as never };
  });
  const length = text.split(' ', 1)[0]?.length ?? 0;
  const chat = type === 'private' ? { id: 7, type, first_name: 'Ada' } : { id: -7, type, title: 'G' };
  await bot.handleUpdate({
    update_id: 1,
    message: {
      message_id: 1,
      date: 0,
      chat,
      from: { id: 7, is_bot: false, first_name: 'Ada' },
      text,
      ...(text.startsWith('/') && { entities: [{ type: 'bot_command', offset: 0, length }] }),
    },
  });
  return sent;
}

test('answers a command with what stands behind it', async () => {
  assert.deepEqual(await say('/start Ada'), ['Hello, Ada!']);
});

test('points to /help for other text and for unknown commands', async () => {
  const answer = ['I know only commands. Send /help to see them.'];

  assert.deepEqual(await say('hi'), answer);
  assert.deepEqual(await say('/nothing_like_that'), answer);
});

test('stays silent in a group unless a command is meant for it', async () => {
  assert.deepEqual(await say('hi', 'group'), []);
  assert.deepEqual(await say('/start@test_bot', 'group'), [
    'Hello! Send /help to see what I can do.',
  ]);
});
