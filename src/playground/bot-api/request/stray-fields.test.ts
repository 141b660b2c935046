import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';

async function warningsOf(payload: Record<string, unknown>): Promise<readonly string[]> {
  const emulator = createEmulator();
  const bot = emulator.bot();
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
  await emulator.call(bot.token, 'sendMessage', { chat_id: 101, text: 'hi', ...payload });
  return emulator.warnings;
}

it('warns of a field that Telegram ignores, however deep', async () => {
  const button = { text: 'Go', callback_data: 'go', colour: 'red' };

  expect(await warningsOf({ reply_markup: { inline_keyboard: [[button]] } })).toEqual([
    'sendMessage: Telegram knows no field "reply_markup.inline_keyboard.colour" and ignores it.',
  ]);
});

it('warns of a field of a wrong type, also in a form', async () => {
  const link_preview_options = JSON.stringify({ is_disabled: 'yes' });

  expect(await warningsOf({ link_preview_options })).toEqual([
    'sendMessage: The field "link_preview_options.is_disabled" must be of type boolean.',
  ]);
});

it('says nothing about what is declared', async () => {
  const keyboard = [[{ text: 'Where?', request_location: true }], ['Plain']];

  expect(
    await warningsOf({
      reply_markup: { keyboard, resize_keyboard: true, is_persistent: false },
      entities: [{ type: 'text_link', offset: 0, length: 2, url: 'https://example.org' }],
      link_preview_options: { is_disabled: true },
    }),
  ).toEqual([]);
});
