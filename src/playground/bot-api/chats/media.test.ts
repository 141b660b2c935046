import { Api, InputFile, InputMediaBuilder } from 'grammy';
import type { Message } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';
import { bytes, picture } from '../strictness/payloads.ts';
import { ALICE, makeScene } from '../strictness/scene.ts';

const SENDS = [
  ['sendAnimation', 'animation', 'a.mp4'],
  ['sendAudio', 'audio', 'a.mp3'],
  ['sendDocument', 'document', 'a.txt'],
  ['sendSticker', 'sticker', 'a.webp'],
  ['sendVideo', 'video', 'a.mp4'],
  ['sendVideoNote', 'video_note', 'a.mp4'],
  ['sendVoice', 'voice', 'a.oga'],
] as const;

it.each(SENDS)('sends with %s, and the same file again by its id', async (method, kind, name) => {
  const { done, alice, call } = makeScene();

  const first = await done<Message>(method, { chat_id: ALICE, [kind]: bytes(3, name) });
  const fileId = first[kind]?.file_id;
  const again = await done<Message>(method, { chat_id: ALICE, [kind]: fileId });

  expect(first[kind]).toMatchObject({ file_size: 3 });
  expect(again[kind]).toEqual(first[kind]);
  expect(alice.messages().filter((view) => view[kind] !== undefined)).toHaveLength(2);
  expect(await call('getFile', { file_id: fileId })).toMatchObject({ ok: true });
});

it('shows the details that the sender gives, within what Telegram takes', async () => {
  const { done } = makeScene();
  const given = { chat_id: ALICE, video: bytes(9, 'a.mp4'), duration: 100_000, width: 640 };

  const { video } = await done<Message>('sendVideo', { ...given, height: 480 });
  const { audio } = await done<Message>('sendAudio', {
    chat_id: ALICE,
    audio: bytes(9, 'a.mp3'),
    duration: 7,
    performer: 'Ann',
    title: 'Song',
  });

  expect(video).toMatchObject({
    duration: 86_400,
    width: 640,
    height: 480,
    mime_type: 'video/mp4',
  });
  expect(audio).toMatchObject({ duration: 7, performer: 'Ann', title: 'Song' });
});

it('makes smaller sizes of a photo, each with an id that sends the whole photo', async () => {
  const { done, call } = makeScene();

  const { photo = [] } = await done<Message>('sendPhoto', {
    chat_id: ALICE,
    photo: picture(2_000, 1_000),
    has_spoiler: true,
    show_caption_above_media: true,
    caption: 'x',
  });

  expect(photo.map(({ width, height }) => [width, height])).toEqual([
    [90, 45],
    [320, 160],
    [800, 400],
    [1_280, 640],
    [2_000, 1_000],
  ]);
  expect(new Set(photo.map(({ file_id }) => file_id)).size).toBe(5);
  expect(await call('sendPhoto', { chat_id: ALICE, photo: photo[0]?.file_id })).toMatchObject({
    result: { photo },
  });
});

it('keeps what surrounds a photo: a spoiler, and its caption above', async () => {
  const { done } = makeScene();
  const photo = { chat_id: ALICE, photo: picture(), caption: ' <b>x</b> ', parse_mode: 'HTML' };

  const sent = await done<Message>('sendPhoto', {
    ...photo,
    has_spoiler: true,
    show_caption_above_media: true,
  });

  expect(sent).toMatchObject({
    caption: 'x',
    caption_entities: [{ type: 'bold', offset: 0, length: 1 }],
    has_media_spoiler: true,
    show_caption_above_media: true,
  });
});

it('keeps a thumbnail that fits and leaves out one that does not', async () => {
  const { done } = makeScene();
  const send = async (thumbnail: unknown) =>
    (await done<Message>('sendDocument', { chat_id: ALICE, document: bytes(1), thumbnail }))
      .document?.thumbnail;

  expect(await send(picture(20, 10))).toMatchObject({ width: 20, height: 10 });
  expect(
    await send({
      name: 'a',
      bytes: new Uint8Array([...picture().bytes, ...new Uint8Array(204_800)]),
    }),
  ).toBeUndefined();
  expect(await send(bytes(4))).toBeUndefined();
  expect(await send('https://example.org/a.jpg')).toBeUndefined();
});

it('sends photos and videos as one album with one id, each with its caption', async () => {
  const { done, alice } = makeScene();
  const sent = await done<Message[]>('sendMediaGroup', {
    chat_id: ALICE,
    media: [
      { type: 'photo', media: 'attach://a', caption: 'first' },
      { type: 'video', media: 'attach://b', duration: 5, width: 10, height: 20 },
    ],
    a: picture(),
    b: bytes(2, 'b.mp4'),
  });

  const [first, second] = alice.messages().slice(-2);
  expect(sent).toHaveLength(2);
  expect(first).toMatchObject({ text: 'first', media_group_id: sent[0]?.media_group_id });
  expect(second?.video).toMatchObject({ duration: 5, width: 10, height: 20 });
  expect(second?.media_group_id).toBe(first?.media_group_id);
  expect(first?.media_group_id).toMatch(/^\d+$/u);
});

it('sends nothing of an album of which one item is refused', async () => {
  const { call, alice } = makeScene();
  const before = alice.messages().length;

  const answer = await call('sendMediaGroup', {
    chat_id: ALICE,
    media: [
      { type: 'photo', media: 'attach://a' },
      { type: 'photo', media: 'attach://b' },
    ],
    a: picture(),
    b: bytes(5),
  });

  expect(answer).toMatchObject({ description: 'Bad Request: IMAGE_PROCESS_FAILED' });
  expect(alice.messages()).toHaveLength(before);
});

it('takes a single item of an album as a message outside any', async () => {
  const { done } = makeScene();
  const media = [{ type: 'document', media: 'attach://a' }];

  const [only] = await done<Message[]>('sendMediaGroup', { chat_id: ALICE, media, a: bytes(1) });

  expect(only).toMatchObject({ document: { file_size: 1 } });
  expect(only).not.toHaveProperty('media_group_id');
});

it('lets an album through a budget that has one message left, and makes the next call wait', async () => {
  const { call } = makeScene({ privateBurst: 1 });
  const media = Array.from({ length: 4 }, () => ({ type: 'document', media: 'attach://a' }));

  const album = await call('sendMediaGroup', { chat_id: ALICE, media, a: bytes(1) });
  const next = await call('sendMessage', { chat_id: ALICE, text: 'hi' });

  expect(album).toMatchObject({ ok: true });
  expect(next).toMatchObject({ error_code: 429, parameters: { retry_after: 4 } });
});

it('takes an album over HTTP as grammY sends it', async () => {
  const given = makeScene();
  try {
    const api = new Api(given.bot.token, { apiRoot: await given.url() });
    const sent = await api.sendMediaGroup(ALICE, [
      InputMediaBuilder.photo(new InputFile(picture(3, 4).bytes, 'a.png'), { caption: 'pic' }),
      InputMediaBuilder.video(new InputFile(bytes(2).bytes, 'b.mp4'), {
        thumbnail: new InputFile(picture(8, 8).bytes, 't.png'),
      }),
    ]);

    expect(sent).toMatchObject([
      { photo: [{ width: 3, height: 4 }], caption: 'pic' },
      { video: { file_name: 'b.mp4', thumbnail: { width: 8, height: 8 } } },
    ]);
    expect(given.emulator.warnings).toEqual([]);
  } finally {
    await given.close();
  }
});

it('sends places, contacts, dice and polls', async () => {
  const { done } = makeScene();
  const at = { chat_id: ALICE, latitude: 52.5, longitude: 13.4 };

  expect(await done('sendLocation', at)).toMatchObject({
    location: { latitude: 52.5, longitude: 13.4 },
  });
  expect(await done('sendVenue', { ...at, title: 'Home', address: 'Street 1' })).toMatchObject({
    venue: { title: 'Home', address: 'Street 1', location: { latitude: 52.5 } },
    location: { latitude: 52.5 },
  });
  const contact = { phone_number: '+1', first_name: 'Ann' };
  expect(await done('sendContact', { chat_id: ALICE, ...contact })).toMatchObject({ contact });
  const { dice } = await done<Message>('sendDice', { chat_id: ALICE, emoji: '🏀' });
  expect(dice?.value).toBeGreaterThanOrEqual(1);
  expect(dice?.value).toBeLessThanOrEqual(5);
  expect(
    await done('sendPoll', {
      chat_id: ALICE,
      question: 'Ready?',
      options: ['yes', { text: 'no' }],
    }),
  ).toMatchObject({
    poll: {
      question: 'Ready?',
      is_anonymous: true,
      options: [{ text: 'yes' }, { text: 'no' }],
    },
  });
});

it('takes what a document is from its name', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
  const sent = (name: string) =>
    emulator.call(bot.token, 'sendDocument', {
      chat_id: 101,
      document: { name, bytes: new Uint8Array(1) },
    });

  expect(await sent('a.PNG')).toMatchObject({ result: { document: { mime_type: 'image/png' } } });
  expect(await sent('a.unknown')).toMatchObject({
    result: { document: { mime_type: 'application/octet-stream' } },
  });
});
