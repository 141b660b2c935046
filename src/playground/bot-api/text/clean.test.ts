import { expect, it } from 'vitest';
import { clean, cleanName } from './clean.ts';
import { createEmulator } from '../emulator.ts';

it('makes blanks of control characters and drops what breaks lines or turns them', () => {
  expect(clean('a\tb\u0000c\u001Fd\ne\rf')).toBe('a b c d\nef');
  expect(clean('a\u2028b\u202Ec\u030Ad')).toBe('abcd');
  expect(clean('\u200E\u200F\u200E')).toBe('\u200C\u200C\u200E');
});

it('keeps a name on one line, cut, and empty when nobody sees it', () => {
  expect(cleanName(' two\n\n words\u00A0\u3000here ', 128)).toBe('two words here');
  expect(cleanName('\u{1F600}'.repeat(5), 3)).toBe('\u{1F600}'.repeat(3));
  expect(cleanName('\u200B\u00A0\uFEFF', 128)).toBe('');
});

it('cleans whatever a bot sends, and entities stay on their words', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  const alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('/start');
  const group = emulator.group({ id: -1_001_000_000_001, title: 'Team' });
  group.add(bot, 'administrator');
  const sent = async (method: string, payload: Record<string, unknown>) => {
    const answer = await emulator.call(bot.token, method, { chat_id: 101, ...payload });
    return answer.ok ? answer.result : answer.description;
  };

  expect(
    await sent('sendMessage', { text: 'a\r\tb\u2028 <b>bo\u202Eld</b>', parse_mode: 'HTML' }),
  ).toMatchObject({
    text: 'a b bold',
    entities: [{ type: 'bold', offset: 4, length: 4 }],
  });
  expect(await sent('sendRichMessage', { rich_message: { markdown: 'a\u202Eb' } })).toMatchObject({
    rich_message: { blocks: [{ text: 'ab' }] },
  });
  expect(await sent('sendPoll', { question: 'a\tb', options: ['c\u2028d', 'e'] })).toMatchObject({
    poll: { question: 'a b', options: [{ text: 'cd' }, { text: 'e' }] },
  });
  expect(await sent('sendContact', { phone_number: '1', first_name: 'Al\u202Eice' })).toMatchObject(
    { contact: { first_name: 'Alice' } },
  );
  const keyboard = { inline_keyboard: [[{ text: 'Y\u202Ees', callback_data: 'y' }]] };
  expect(await sent('sendMessage', { text: 'x', reply_markup: keyboard })).toMatchObject({
    reply_markup: { inline_keyboard: [[{ text: 'Yes' }]] },
  });
  expect(await sent('setChatTitle', { chat_id: group.id, title: 'New\t\u202Etitle' })).toBe(true);
  expect(await sent('getChat', { chat_id: group.id })).toMatchObject({ title: 'New title' });
});
