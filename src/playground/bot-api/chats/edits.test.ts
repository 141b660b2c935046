import type { Message } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { button, bytes, picture } from '../strictness/payloads.ts';
import { ALICE, makeScene } from '../strictness/scene.ts';

const TAP = button('Tap', { callback_data: 'x' });

it('changes a caption and its keyboard and keeps the file', async () => {
  const { done, alice } = makeScene();
  const given = { chat_id: ALICE, document: bytes(1), caption: 'old', reply_markup: TAP };
  const { message_id, document } = await done<Message>('sendDocument', given);

  const edited = await done<Message>('editMessageCaption', {
    chat_id: ALICE,
    message_id,
    caption: '<i>new</i>',
    parse_mode: 'HTML',
  });

  expect(edited).toMatchObject({
    document,
    caption: 'new',
    caption_entities: [{ type: 'italic', offset: 0, length: 3 }],
  });
  expect(edited).not.toHaveProperty('reply_markup');
  expect(alice.lastMessage()?.versions.map(({ text }) => text)).toEqual(['old', 'new']);
});

it('takes a caption away when the new one is empty, with its formats', async () => {
  const { done } = makeScene();
  const given = { chat_id: ALICE, photo: picture(), caption: '<b>old</b>', parse_mode: 'HTML' };
  const { message_id } = await done<Message>('sendPhoto', given);

  const edited = await done<Message>('editMessageCaption', { chat_id: ALICE, message_id });

  expect(edited).not.toHaveProperty('caption');
  expect(edited).not.toHaveProperty('caption_entities');
});

it('puts a document in the place of a photo, its old caption gone', async () => {
  const { done, alice } = makeScene();
  const given = { chat_id: ALICE, photo: picture(), caption: 'old' };
  const { message_id } = await done<Message>('sendPhoto', given);

  const edited = await done<Message>('editMessageMedia', {
    chat_id: ALICE,
    message_id,
    media: { type: 'document', media: 'attach://log' },
    log: bytes(7, 'run.log'),
    reply_markup: TAP,
  });

  expect(edited).toMatchObject({ document: { file_name: 'run.log' }, reply_markup: TAP });
  expect(edited).not.toHaveProperty('photo');
  expect(edited).not.toHaveProperty('caption');
  expect(alice.lastMessage()).toMatchObject({ buttons: [['Tap']], edits: 1 });
});

it('turns a text into a photo in the same place', async () => {
  const { done, sent } = makeScene();
  const message_id = await sent({ text: '<b>wait</b>', parse_mode: 'HTML' });

  const edited = await done<Message>('editMessageMedia', {
    chat_id: ALICE,
    message_id,
    media: { type: 'photo', media: 'attach://a' },
    a: picture(),
  });

  expect(edited).toMatchObject({ message_id, photo: [{ width: 1 }] });
  expect(edited).not.toHaveProperty('text');
  expect(edited).not.toHaveProperty('entities');
});

it('takes the same file again as no edit, and the same bytes anew as one', async () => {
  const { call, done } = makeScene();
  const given = { chat_id: ALICE, document: bytes(1) };
  const { message_id, document } = await done<Message>('sendDocument', given);
  const edit = (media: string) =>
    call('editMessageMedia', {
      chat_id: ALICE,
      message_id,
      media: { type: 'document', media },
      a: bytes(1),
    });

  expect(await edit(document?.file_id ?? '')).toMatchObject({ error_code: 400 });
  expect(await edit('attach://a')).toMatchObject({ ok: true });
});

it('changes a photo of an album to a video, which stays in the album', async () => {
  const { done } = makeScene();
  const [first] = await done<Message[]>('sendMediaGroup', {
    chat_id: ALICE,
    media: [
      { type: 'photo', media: 'attach://a' },
      { type: 'photo', media: 'attach://a' },
    ],
    a: picture(),
  });

  const edited = await done<Message>('editMessageMedia', {
    chat_id: ALICE,
    message_id: first?.message_id,
    media: { type: 'video', media: 'attach://v' },
    v: bytes(1, 'v.mp4'),
  });

  expect(edited).toMatchObject({ media_group_id: first?.media_group_id, video: { file_size: 1 } });
});

it('deletes many at once and does not mind those that are gone', async () => {
  const { done, sent, alice } = makeScene();
  const ids = [await sent({}), await sent({}), await sent({})];
  const before = alice.messages().length;

  expect(
    await done('deleteMessages', { chat_id: ALICE, message_ids: [ids[0], ids[1], 4_711] }),
  ).toBe(true);
  expect(await done('deleteMessages', { chat_id: ALICE, message_ids: [4_711] })).toBe(true);

  expect(alice.messages()).toHaveLength(before - 2);
});

it('shows a link preview as asked, until an edit asks for none', async () => {
  const { done, sent } = makeScene();
  const options = { is_disabled: true, url: '', show_above_text: false };
  const message_id = await sent({ text: 'https://example.org', link_preview_options: options });

  const edited = await done<Message>('editMessageText', {
    chat_id: ALICE,
    message_id,
    text: 'https://example.org/2',
    link_preview_options: { url: 'https://example.org/3', prefer_small_media: true },
  });
  const last = await done<Message>('editMessageText', { chat_id: ALICE, message_id, text: 'x' });

  expect(edited.link_preview_options).toEqual({
    url: 'https://example.org/3',
    prefer_small_media: true,
  });
  expect(last).not.toHaveProperty('link_preview_options');
});
