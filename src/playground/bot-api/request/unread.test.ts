import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';

async function warningsOf(
  method: string,
  payload: Record<string, unknown>,
): Promise<readonly string[]> {
  const emulator = createEmulator();
  const bot = emulator.bot();
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
  const answer = await emulator.call(bot.token, method, { chat_id: 101, ...payload });
  if (!answer.ok) throw new Error(answer.description);
  return emulator.warnings;
}

it('tells of each parameter that is taken and does nothing', async () => {
  const poll = { question: 'x', options: ['a', 'b'], explanation: 'because', open_period: 60 };
  expect(await warningsOf('sendPoll', poll)).toEqual([
    'sendPoll: explanation is not built by this emulator.',
    'sendPoll: open_period is not built by this emulator.',
  ]);
  const place = { latitude: 1, longitude: 1, live_period: 60 };
  expect(await warningsOf('sendLocation', place)).toEqual([
    'sendLocation: live_period is not built by this emulator.',
  ]);
});

it('tells when a length of time or a side is below 0', async () => {
  const voice = { name: 'voice.oga', bytes: new Uint8Array(1) };
  expect(await warningsOf('sendVoice', { voice, duration: -5 })).toEqual([
    'sendVoice: "duration" is -5, and Telegram takes it for 0.',
  ]);
});

it('says nothing of what is built', async () => {
  const built = { text: 'x', disable_notification: true, protect_content: true };
  expect(await warningsOf('sendMessage', built)).toEqual([]);
});
