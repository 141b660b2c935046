import type { Message, Update } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { button, bytes, picture } from '../strictness/payloads.ts';
import { ALICE, CAROL, GROUP, makeScene, type Scene } from '../strictness/scene.ts';
import { codePoints } from '../text/text.ts';

async function heard({ done }: Scene): Promise<Message[]> {
  const updates = await done<Update[]>('getUpdates', { limit: 100 });
  return updates.flatMap(({ message, edited_message }) => message ?? edited_message ?? []);
}

const FILES = [
  ['sendsVideo', 'video'],
  ['sendsAnimation', 'animation'],
  ['sendsAudio', 'audio'],
  ['sendsVoice', 'voice'],
  ['sendsVideoNote', 'video_note'],
] as const;

it.each(FILES)('%s: the bot hears of it and downloads it', async (act, kind) => {
  const given = makeScene();

  given.alice[act](bytes(4).bytes, {
    durationSeconds: 3,
    ...(kind === 'video_note' ? {} : { caption: 'look' }),
  });

  const last = (await heard(given)).at(-1);
  expect(last?.[kind]).toMatchObject({ duration: 3, file_size: 4 });
  expect(await given.call('getFile', { file_id: last?.[kind]?.file_id })).toMatchObject({
    ok: true,
    result: { file_size: 4 },
  });
});

it('sends a photo in several sizes, the largest last', () => {
  const { alice } = makeScene();

  const { photo, caption } = alice.sendsPhoto(picture(400, 200).bytes, { caption: 'see @bot_x' });

  expect(photo?.map(({ width }) => width)).toEqual([90, 320, 400]);
  expect(caption).toBe('see @bot_x');
  expect(alice.lastMessage()?.entities).toMatchObject([{ type: 'mention' }]);
});

it('sends an album as several messages with one id', async () => {
  const given = makeScene();

  const sent = given.alice.sendsAlbum([
    { kind: 'photo', bytes: picture().bytes, caption: 'both' },
    { kind: 'video', bytes: bytes(1).bytes },
  ]);

  const ids = (await heard(given)).slice(-2).map(({ media_group_id }) => media_group_id);
  expect(ids).toEqual([sent[0]?.media_group_id, sent[0]?.media_group_id]);
  expect(() => given.alice.sendsAlbum([])).toThrow('2 to 10');
});

it('sends stickers, places and contacts', async () => {
  const given = makeScene();
  given.alice.sendsSticker('👍');
  given.alice.sendsLocation(1, 2);
  given.alice.sendsContact({ phone_number: '+1', first_name: 'Ann' });

  expect((await heard(given)).slice(-3)).toMatchObject([
    { sticker: { emoji: '👍' } },
    { location: { latitude: 1, longitude: 2 } },
    { contact: { first_name: 'Ann' } },
  ]);
});

it('forwards a message of another chat with its origin, its file good for this bot too', async () => {
  const { emulator, alice, call } = makeScene();
  const other = emulator.bot();
  const mary = emulator.person({ id: 501, name: 'Mary' });
  const original = mary.chat(other).sendsDocument('a.txt', bytes(3).bytes, 'mine');

  const forwarded = alice.forwards(original);

  expect(forwarded).toMatchObject({
    from: { id: ALICE },
    caption: 'mine',
    forward_origin: { type: 'user', sender_user: { id: 501 } },
  });
  expect(await call('getFile', { file_id: forwarded.document?.file_id })).toMatchObject({
    ok: true,
  });
});

it('edits the caption of a file, which the bot hears', async () => {
  const given = makeScene();
  const { message_id } = given.alice.sendsDocument('a.txt', bytes(1).bytes, 'old');

  given.alice.edits(message_id, 'new');

  expect((await heard(given)).at(-1)).toMatchObject({ caption: 'new', document: { file_size: 1 } });
});

it('deletes a message, its own one only where others are', async () => {
  const { alice, sent, emulator, group, call, carolsMessage } = makeScene();
  const before = alice.messages().length;
  alice.deletes(await sent({}));
  expect(alice.messages()).toHaveLength(before);

  const carol = emulator.person({ id: CAROL, name: 'Carol' }).in(group);
  const botsMessage = await sent({ chat_id: GROUP });
  expect(() => carol.deletes(botsMessage)).toThrow('not one of Carol');
  carol.deletes(carolsMessage);
  expect(
    await call('copyMessage', { chat_id: ALICE, from_chat_id: GROUP, message_id: carolsMessage }),
  ).toMatchObject({ description: 'Bad Request: message to copy not found' });
});

it('cuts a long paste into messages in a row, at the ends of lines', async () => {
  const given = makeScene();
  const lines = Array.from({ length: 300 }, (_, index) => `line ${index} ${'😀'.repeat(20)}`);

  const first = given.alice.says(lines.join('\n'));

  const parts = (await heard(given)).slice(-3).map(({ text = '' }) => text);
  expect(parts[0]).toBe(first.text);
  expect(parts.every((part) => codePoints(part) <= 4_096)).toBe(true);
  expect(parts.join('\n')).toBe(lines.join('\n'));
});

it('cuts what has no border where a message is full, never inside a character', () => {
  const { alice } = makeScene();

  alice.says('😀'.repeat(5_000));

  const lengths = alice
    .messages()
    .slice(-2)
    .map(({ text }) => codePoints(text));
  expect(lengths).toEqual([4_096, 904]);
});

it('replies with a quote', async () => {
  const given = makeScene();
  const messageId = await given.sent({ text: 'one <b>two</b>', parse_mode: 'HTML' });

  given.alice.says('this', { replyTo: messageId, quote: 'two' });

  expect((await heard(given)).at(-1)).toMatchObject({
    reply_to_message: { message_id: messageId },
    quote: { text: 'two', position: 4, entities: [{ type: 'bold' }] },
  });
  expect(() => given.alice.says('x', { replyTo: messageId, quote: 'three' })).toThrow('QUOTE');
});

it('finds the newest card: a message of a bot with buttons, else its newest', async () => {
  const { alice, sent } = makeScene();
  expect(alice.lastCard()).toBeUndefined();
  await sent({ text: 'plain' });
  expect(alice.lastCard()?.text).toBe('plain');
  await sent({ text: 'card', reply_markup: button('Go', { callback_data: 'x' }) });
  await sent({ text: 'later' });
  alice.says('hello');

  expect(alice.lastCard()?.text).toBe('card');
});

it('pins and unpins, which the bot hears', async () => {
  const given = makeScene();
  const messageId = await given.sent({});

  given.alice.pins(messageId);
  expect((await heard(given)).at(-1)).toMatchObject({ pinned_message: { message_id: messageId } });
  given.alice.unpins(messageId);

  expect(given.emulator.chats()[0]?.pins).toEqual([]);
});

it('is the same person under another name, also in chats that stand', async () => {
  const given = makeScene();

  const renamed = given.emulator.person({ id: ALICE, name: 'Alicia', username: 'alicia' });

  const about = await given.done<object>('getChat', { chat_id: ALICE });
  expect(about).toMatchObject({ first_name: 'Alicia', username: 'alicia' });
  given.alice.says('It is me');
  expect((await heard(given)).at(-1)?.from?.first_name).toBe('Alicia');
  renamed.leavesTelegram();
  expect(await given.call('sendMessage', { chat_id: ALICE, text: 'x' })).toMatchObject({
    description: 'Forbidden: user is deactivated',
  });
});
