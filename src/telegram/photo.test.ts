import { deflateSync, crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { CardFile } from '#kernel/card.ts';
import { conversationId, type Conversation } from '#kernel/conversation.ts';
import { createMasker } from '#lib/mask/masker.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { maskBytes, maskedChat } from '#ports/chat/masked.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { isPhoto } from './photo.ts';
import { createTelegram } from './telegram.ts';

/** Generous, because the machine may be busy. */
const SOON = { timeout: 10_000 };
const SECRET = 'hunter2-hunter2';
const LINK = `https://t.me/forge_bot?start=inv_${'0123456789abcdef'.repeat(2)}`;
const QUICK = { burst: 1_000, refillMs: 1 };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function world() {
  const emulator = createEmulator({});
  const bot = emulator.bot({ username: 'forge_bot' });
  const vera = emulator.person({ id: 11, name: 'Vera' }).chat(bot);
  vera.says('hi');
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => listening.close());
  const store = memoryStore();
  cleanups.push(() => store.close());
  const masker = createMasker([SECRET]);
  const telegram = createTelegram({
    token: bot.token,
    apiRoot: listening.url,
    environment: 'prod',
    store,
    sayIn: () => (key, values) =>
      `(${[key, ...Object.values(values ?? {}).map(String)].join(' ')})`,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: Date.now,
    mask: { text: (text) => masker.mask(text), bytes: (bytes) => maskBytes(bytes, masker) },
    limits: { private: QUICK, global: QUICK, retryMs: 5, maxRetryMs: 40, pollSeconds: 1 },
  });
  cleanups.push(() => telegram.stop(2_000));
  const chat = maskedChat(telegram.chat, masker);
  const shown = () => vera.messages().filter(({ from }) => from?.id === bot.id);
  const sends = () =>
    emulator.calls.flatMap(({ method }) => (/^(send|edit)/u.test(method) ? [method] : []));
  await telegram.start({ dispatch: async () => ({ conversation: at11() }), menu: [] });
  return { emulator, bot, vera, store, chat, telegram, shown, sends };
}

function at11(): Conversation {
  return { chatId: 11, id: conversationId({ chatId: 11 }, 11), actorId: 11, language: 'en' };
}

/** A gray picture; `note` stands in it as a text chunk. */
function png(width = 2, height = 2, note = ''): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${note}`, 'latin1')),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const photo = (content: string | Uint8Array): CardFile => ({
  name: 'a.png',
  kind: 'photo',
  content,
});
const revoke = { label: 'Revoke', command: 'invite', words: ['revoke', 'x'] };

describe('a card with a photo', () => {
  it('is one message: the picture, its text below, the buttons; no byte and no link is masked', async () => {
    const { emulator, bot, chat, shown } = await world();
    const content = png(2, 2, `password=${SECRET}`);
    const text = `**Send** this: ${LINK} ${SECRET}`;
    await chat.post(at11(), 'one', { text, buttons: [[revoke]], file: photo(content) });
    await expect.poll(shown, SOON).toHaveLength(1);
    const [{ message, buttons } = { message: undefined, buttons: undefined }] = shown();
    expect(message).toMatchObject({
      caption: `Send this: ${LINK} [masked]`,
      photo: [{ width: 2 }],
    });
    expect(buttons).toEqual([['Revoke']]);
    const fileId = message?.photo?.[0]?.file_id ?? '';
    const file = await emulator.call(bot.token, 'getFile', { file_id: fileId });
    expect(file).toMatchObject({ ok: true, result: { file_size: content.byteLength } });
    expect(emulator.warnings).toEqual([]);
  });

  it('has its text above when that is too long to stand below', async () => {
    const { chat, shown } = await world();
    await chat.post(at11(), 'one', { text: 'word '.repeat(220), file: photo(png()) });
    await expect.poll(shown, SOON).toHaveLength(2);
    expect(shown().map(({ message }) => [message.text?.length, message.caption])).toEqual([
      [1_099, undefined],
      [undefined, undefined],
    ]);
    expect(shown()[1]?.message.photo).toBeDefined();
  });

  it('has no text, and buttons all the same', async () => {
    const { chat, shown } = await world();
    await chat.post(at11(), 'one', { text: '', buttons: [[revoke]], file: photo(png()) });
    await expect.poll(shown, SOON).toHaveLength(1);
    expect(shown()[0]).toMatchObject({ buttons: [['Revoke']] });
  });

  it('goes as a document, masked, when it is no picture or none that Telegram shows', async () => {
    const { emulator, chat, shown } = await world();
    const files = [
      `text ${SECRET}`,
      Buffer.from(`no picture ${SECRET}`),
      png(9_000, 1_001),
      png(41, 2),
    ];
    for (const [at, content] of files.entries())
      await chat.post(at11(), `card-${at}`, { text: '', file: photo(content) });
    await expect.poll(shown, SOON).toHaveLength(4);
    expect(shown().map(({ message }) => message.document?.file_size)).toEqual([
      'text [masked]'.length,
      'no picture [masked]'.length,
      png(9_000, 1_001).byteLength,
      png(41, 2).byteLength,
    ]);
    expect(emulator.warnings).toEqual([]);
  });

  it('goes as a document with the same text when Telegram refuses the picture', async () => {
    const { emulator, chat, shown, sends } = await world();
    const description = 'Bad Request: IMAGE_PROCESS_FAILED';
    emulator.faults.add({ kind: 'status', status: 400, method: 'sendPhoto', description });
    await chat.post(at11(), 'one', { text: LINK, file: photo(png()) });
    await expect.poll(shown, SOON).toHaveLength(1);
    expect(shown()[0]?.message).toMatchObject({ caption: LINK, document: { file_name: 'a.png' } });
    expect(sends()).toEqual(['sendPhoto', 'sendDocument']);
  });

  it('goes as its text where the chat takes no photos', async () => {
    const { emulator, chat, shown } = await world();
    const description = 'Bad Request: not enough rights to send photos to the chat';
    emulator.faults.add({ kind: 'status', status: 400, method: 'sendPhoto', description });
    await chat.post(at11(), 'one', { text: LINK, file: photo(png()) });
    await expect.poll(() => shown()[0]?.text, SOON).toContain(LINK);
  });

  it('loses no word when the picture never gets through, and ends all the same', async () => {
    const { emulator, chat, shown } = await world();
    emulator.faults.add({ kind: 'drop-before', method: 'sendPhoto', times: 100 });
    await chat.post(at11(), 'one', {
      text: `**${LINK}**`,
      buttons: [[revoke]],
      file: photo(png()),
    });
    await expect
      .poll(() => shown()[0]?.text.startsWith(`${LINK}\n\n(telegram-file-failed a.png)`), SOON)
      .toBe(true);
    expect(shown()[0]?.buttons).toEqual([['Revoke']]);
    await chat.close(at11(), 'one', { text: '**Over**' });
    await expect.poll(() => shown()[0]?.text, SOON).toBe('Over');
    expect(shown()).toHaveLength(1);
  });

  it('ends in place, and what does not fit below the picture follows', async () => {
    const { chat, shown, sends } = await world();
    await chat.post(at11(), 'one', { text: LINK, buttons: [[revoke]], file: photo(png()) });
    await expect.poll(shown, SOON).toHaveLength(1);
    await chat.close(at11(), 'one', { text: 'word '.repeat(300) });
    await expect.poll(shown, SOON).toHaveLength(2);
    const [first, second] = shown();
    expect(first?.message).toMatchObject({ photo: [{}], caption: expect.stringMatching(/^word/u) });
    expect(first?.buttons).toEqual([]);
    expect(`${first?.message.caption} ${second?.text}`).toBe('word '.repeat(300).trim());
    expect(sends()).toEqual(['sendPhoto', 'editMessageCaption', 'sendMessage']);
  });

  it('is the text of its end when it never went out', async () => {
    const { emulator, chat, shown } = await world();
    emulator.faults.add({ kind: 'status', status: 500, method: 'sendPhoto', times: 3 });
    await chat.post(at11(), 'one', { text: LINK, file: photo(png()) });
    await chat.close(at11(), 'one', { text: '**Over**' });
    await expect.poll(() => shown().at(-1)?.text, SOON).toMatch(/^Over/u);
    expect(shown()).toHaveLength(1);
  });
});

it('reads the sides of PNG and JPEG pictures and of nothing else', () => {
  const jpeg = (height: number, width: number) => {
    const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
    frame.writeUInt16BE(height, 5);
    frame.writeUInt16BE(width, 7);
    return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1]), frame]);
  };
  const takes = (content: string | Uint8Array) => isPhoto({ name: 'a', kind: 'photo', content });
  expect([png(20, 1), png(9_000, 1_000), jpeg(40, 2)].map(takes)).toEqual([true, true, true]);
  expect([png(21, 1), png(9_000, 1_001), jpeg(41, 2), png(0, 1)].map(takes)).toEqual(
    Array.from({ length: 4 }, () => false),
  );
  const big = Buffer.concat([png(), Buffer.alloc(10_000_000)]);
  const cut = [big, png().subarray(0, 23), jpeg(4, 4).subarray(0, 12), Buffer.alloc(0), 'text'];
  expect(cut.map(takes)).toEqual(Array.from({ length: 5 }, () => false));
  expect(takes(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0]))).toBe(false);
  expect(isPhoto({ name: 'a', content: png() })).toBe(false);
});
