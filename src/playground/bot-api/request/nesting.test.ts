import { afterEach, expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';
import { nestsTooDeep } from './nesting.ts';
import type { Listening } from '../server.ts';
import { methodInAnswer } from '../webhook/answer.ts';

let server: Listening | undefined;

afterEach(async () => {
  await server?.close();
});

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

it('knows a hundred levels from more', () => {
  expect(nestsTooDeep(JSON.parse(deep(100)))).toBe(false);
  expect(nestsTooDeep(JSON.parse(deep(102)))).toBe(true);
  expect(nestsTooDeep({ bytes: new Uint8Array(1 << 20) })).toBe(false);
});

it('answers what nests without end, and goes on', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  emulator.person({ id: 7, name: 'Alice' }).chat(bot).says('/start');
  server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const url = `${server.url}/bot${bot.token}/sendMessage`;
  const headers = { 'content-type': 'application/json' };
  const statusOf = async (init: RequestInit) =>
    (await fetch(url, { method: 'POST', ...init })).status;

  for (const levels of [200, 5_000, 20_000, 100_000]) {
    const body = `{"method":"sendMessage","chat_id":7,"text":"x","reply_markup":${deep(levels)},"entities":${deep(levels)}}`;
    expect(await statusOf({ headers, body })).toBe(400);
    expect(methodInAnswer('application/json', Buffer.from(body))).toBeUndefined();
    const form = new URLSearchParams({ chat_id: '7', text: 'x', reply_markup: deep(levels) });
    expect(await statusOf({ body: form })).toBe(400);
  }
  await expect(
    emulator.call(bot.token, 'sendMessage', { entities: JSON.parse(deep(20_000)) as unknown }),
  ).rejects.toThrow('nests too deep');
  expect(await statusOf({ headers, body: '{"chat_id":7,"text":"x"}' })).toBe(200);
});
