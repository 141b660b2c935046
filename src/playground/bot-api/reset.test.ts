import { expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { createEmulator } from './emulator.ts';

const YES = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] };

function stage(limits?: object) {
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const emulator = createEmulator({ clock, ...(limits ? { limits } : {}) });
  const bot = emulator.bot();
  const call = (method: string, payload: object = {}) =>
    emulator.call(bot.token, method, payload as Record<string, unknown>);
  const alice = () => emulator.person({ id: 7, name: 'Alice' }).chat(bot);
  return { clock, emulator, bot, call, alice };
}

it('forgets updates that were on their way', async () => {
  const { clock, emulator, call, alice } = stage();
  emulator.faults.add({ kind: 'delay-update', ms: 5_000, times: 1 });
  emulator.faults.add({ kind: 'reorder-update', ms: 5_000, times: 1 });
  alice().says('late');
  alice().says('held back');

  emulator.reset();
  await clock.advance(10_000);

  expect(await call('getUpdates')).toEqual({ ok: true, result: [] });
});

it('forgets files, and gives none of their ids again', async () => {
  const { emulator, bot, call, alice } = stage();
  const sent = () => alice().sendsDocument('a.txt', new Uint8Array([1])).document!.file_id;
  const before = sent();

  emulator.reset();

  expect(emulator.fileOf(bot, before)).toBeUndefined();
  expect(await call('getFile', { file_id: before })).toMatchObject({ ok: false });
  expect(sent()).not.toBe(before);
});

it('forgets what apps keep of answers, and ends no draft of a chat that is gone', async () => {
  const { clock, emulator, call, alice } = stage();
  const tapped = async () => {
    alice().says('/start');
    await call('sendMessage', { chat_id: 7, text: 'x', reply_markup: YES });
    const answer = alice().taps('Yes');
    const updates = await call('getUpdates', { offset: -1 });
    const [update] = (updates.ok ? updates.result : []) as { callback_query?: { id: string } }[];
    const callback_query_id = update?.callback_query?.id;
    await call('answerCallbackQuery', { callback_query_id, text: 'ok', cache_time: 60 });
    await answer;
    return callback_query_id;
  };
  const first = await tapped();
  await call('sendMessageDraft', { chat_id: 7, draft_id: 1, text: 'writing' });

  emulator.reset();
  const events: string[] = [];
  emulator.events.subscribe(({ kind }) => events.push(kind));
  await clock.advance(31_000);

  expect(events).toEqual([]);
  const second = await tapped();
  expect(second).toBeDefined();
  expect(second).not.toBe(first);
});

it('lets a bot set its webhook at once', async () => {
  const { emulator, call } = stage({});
  const set = (url: string) => call('setWebhook', { url });
  await set('https://example.org/a');
  expect(await set('https://example.org/b')).toMatchObject({ error_code: 429 });

  emulator.reset();

  expect(await set('https://example.org/c')).toMatchObject({ ok: true });
});

it('gives two polls of one bot no update twice: the first one ends with 409', async () => {
  const { call, alice } = stage();
  const first = call('getUpdates', { timeout: 50 });
  await new Promise(setImmediate);
  alice().says('hi');
  const second = await call('getUpdates', { timeout: 0 });

  expect(second).toMatchObject({ result: [{ message: { text: 'hi' } }] });
  expect(await first).toMatchObject({ error_code: 409 });
});

it('tells a warning once with its number, and keeps no more than a thousand', async () => {
  const { emulator, call } = stage();
  await call('getMe', { one: 1 });
  await call('getMe', { one: 1 });
  expect(emulator.warnings).toEqual([expect.stringMatching(/"one".* \(2 times\)$/u)]);

  for (let at = 0; at < 1_000; at += 1) await call('getMe', { [`name${at}`]: 1 });

  expect(emulator.warnings).toHaveLength(1_000);
  expect(emulator.warnings[0]).toContain('name0');
});

it('keeps calls up to 64 MB of payload', async () => {
  const { emulator, call } = stage();
  const text = 'x'.repeat(1 << 23);
  for (let at = 0; at < 12; at += 1) await call('sendMessage', { chat_id: 7, text });

  expect(emulator.calls.length).toBeLessThan(9);
  expect(emulator.calls.length).toBeGreaterThan(5);
});

it('shows the last hundred versions of a message, and counts all edits', async () => {
  const { call, alice } = stage();
  alice().says('/start');
  const sent = await call('sendMessage', { chat_id: 7, text: 'x' });
  const { message_id } = (sent.ok ? sent.result : {}) as { message_id: number };
  for (let at = 1; at <= 150; at += 1)
    await call('editMessageText', { chat_id: 7, message_id, text: `x${at}` });

  const shown = alice().lastMessage()!;
  expect([shown.edits, shown.versions.length]).toEqual([150, 100]);
  expect(shown.versions.at(-1)).toMatchObject({ text: 'x150' });
});

it('puts a reply without topic into the topic of what it replies to', async () => {
  const { emulator, bot, call } = stage();
  const forum = emulator.group({ id: -1_001_000_000_001, title: 'Forum', forum: true });
  forum.add(bot);
  const [shop, other] = [forum.opensTopic('Shop'), forum.opensTopic('Other')];
  const { message_id } = emulator.person({ id: 7, name: 'Alice' }).in(forum, shop).says('hi');
  const reply = { chat_id: forum.id, text: 'yes', reply_parameters: { message_id } };

  expect(await call('sendMessage', reply)).toMatchObject({ result: { message_thread_id: shop } });
  expect(emulator.warnings).toEqual([]);
  expect(await call('sendMessage', { ...reply, message_thread_id: other })).toMatchObject({
    result: { message_thread_id: other },
  });
  expect(emulator.warnings).toEqual([expect.stringContaining(`names topic ${other}`)]);
});
