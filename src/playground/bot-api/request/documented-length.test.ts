import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';

it('warns of a text that is longer than documented, and of no other', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  const describe = (description: string) =>
    emulator.call(bot.token, 'setMyDescription', { description });

  await describe('ж'.repeat(512));
  expect(emulator.warnings).toEqual([]);
  await describe('ж'.repeat(513));
  expect(emulator.warnings).toEqual([
    'setMyDescription: "description" has 513 characters; 0-512 are documented.',
  ]);
});

it('leaves the length of marked-up text to who reads the markup', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  const alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
  const text = '<b>x</b>'.repeat(600);

  await emulator.call(bot.token, 'sendMessage', { chat_id: 101, text, parse_mode: 'HTML' });

  expect(alice.lastMessage()?.text).toHaveLength(600);
  expect(emulator.warnings).toEqual([]);
});
