import type { Message, MessageId } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { button, bytes, picture } from '../strictness/payloads.ts';
import { ALICE, GROUP, makeScene } from '../strictness/scene.ts';

it('forwards with the name and the time of who wrote it, over several hands', async () => {
  const { done, alicesMessage } = makeScene();
  const first = await done<Message>('forwardMessage', {
    chat_id: GROUP,
    from_chat_id: ALICE,
    message_id: alicesMessage,
  });

  const second = await done<Message>('forwardMessage', {
    chat_id: ALICE,
    from_chat_id: GROUP,
    message_id: first.message_id,
  });

  expect(first).toMatchObject({
    text: '/start',
    from: { is_bot: true },
    forward_origin: { type: 'user', sender_user: { id: ALICE } },
  });
  expect(second.forward_origin).toEqual(first.forward_origin);
});

it('forwards a keyboard only when all its buttons work anywhere', async () => {
  const { done, sent } = makeScene();
  const forward = async (reply_markup: object) =>
    done<Message>('forwardMessage', {
      chat_id: GROUP,
      from_chat_id: ALICE,
      message_id: await sent({ reply_markup }),
    });

  expect(await forward(button('Go', { callback_data: 'x' }))).not.toHaveProperty('reply_markup');
  expect(await forward(button('Go', { url: 'https://example.org' }))).toMatchObject({
    reply_markup: { inline_keyboard: [[{ text: 'Go' }]] },
  });
});

it('copies without a trace of the original, and answers with the id alone', async () => {
  const { done, alice, sent } = makeScene();
  const message_id = await sent({
    text: '<b>hi</b>',
    parse_mode: 'HTML',
    protect_content: true,
    reply_markup: button('Go', { callback_data: 'x' }),
  });

  const copy = await done<MessageId>('copyMessage', {
    chat_id: ALICE,
    from_chat_id: ALICE,
    message_id,
  });

  expect(copy).toEqual({ message_id: message_id + 1 });
  expect(alice.lastMessage()).toMatchObject({
    text: 'hi',
    entities: [{ type: 'bold' }],
    forward_origin: undefined,
    buttons: [],
  });
  expect(alice.lastMessage()?.message).not.toHaveProperty('has_protected_content');
});

it('copies a file with its caption, with another one, or with none', async () => {
  const { done, alice } = makeScene();
  const given = { chat_id: ALICE, document: bytes(1), caption: 'old' };
  const { message_id } = await done<Message>('sendDocument', given);
  const copy = async (more: object) => {
    const from = { chat_id: ALICE, from_chat_id: ALICE, message_id };
    await done('copyMessage', { ...from, ...more });
    return alice.lastMessage()?.message.caption;
  };

  expect(await copy({})).toBe('old');
  expect(await copy({ caption: 'new' })).toBe('new');
  expect(await copy({ caption: '' })).toBeUndefined();
});

it('repeats what it can of many and leaves out the rest', async () => {
  const { done, sent } = makeScene();
  const kept = await sent({ text: 'one' });
  const secret = await sent({ text: 'two', protect_content: true });
  const many = { chat_id: ALICE, from_chat_id: ALICE, message_ids: [kept, secret, 4_711] };

  expect(await done('forwardMessages', many)).toHaveLength(1);
  expect(await done('copyMessages', many)).toHaveLength(2);
});

it('makes an album of the repeated messages of an album, and none of one of them', async () => {
  const { done, alice } = makeScene();
  const album = await done<Message[]>('sendMediaGroup', {
    chat_id: ALICE,
    media: [
      { type: 'photo', media: 'attach://a', caption: 'x' },
      { type: 'photo', media: 'attach://a' },
    ],
    a: picture(),
  });
  const ids = album.map(({ message_id }) => message_id);
  const from = { chat_id: ALICE, from_chat_id: ALICE };

  await done('copyMessages', { ...from, message_ids: ids, remove_caption: true });
  const groups = alice
    .messages()
    .slice(-2)
    .map(({ media_group_id }) => media_group_id);
  const texts = alice
    .messages()
    .slice(-2)
    .map(({ text }) => text);
  await done('forwardMessages', { ...from, message_ids: ids.slice(0, 1) });

  expect(new Set(groups).size).toBe(1);
  expect(groups[0]).toMatch(/^\d{17}$/u);
  expect(groups[0]).not.toBe(album[0]?.media_group_id);
  expect(texts).toEqual(['', '']);
  expect(alice.lastMessage()?.media_group_id).toBeUndefined();
});

it('marks what is protected, and what has an effect', async () => {
  const { done, alice } = makeScene();
  const given = { chat_id: ALICE, text: 'hi', protect_content: true, message_effect_id: '5' };

  const sent = await done<Message>('sendMessage', given);

  expect(sent).toMatchObject({ has_protected_content: true, effect_id: '5' });
  expect(() => alice.forwards(sent)).toThrow('protected');
});

it('quotes the part that is meant, with its formats', async () => {
  const { done, sent } = makeScene();
  const message_id = await sent({ text: 'one two <b>one</b> two', parse_mode: 'HTML' });
  const reply = (more: object) =>
    done<Message>('sendMessage', {
      chat_id: ALICE,
      text: 'hi',
      reply_parameters: { message_id, ...more },
    });

  expect((await reply({ quote: 'two', quote_position: 14 })).quote).toEqual({
    text: 'two',
    position: 12,
    is_manual: true,
  });
  expect((await reply({ quote: '<b>one</b>', quote_parse_mode: 'HTML' })).quote).toEqual({
    text: 'one',
    position: 8,
    entities: [{ type: 'bold', offset: 0, length: 3 }],
    is_manual: true,
  });
  expect(await reply({})).toMatchObject({ reply_to_message: { message_id } });
});

it('sends without a reply when the message is gone and that is allowed', async () => {
  const { done } = makeScene();
  const reply_parameters = { message_id: 4_711, allow_sending_without_reply: true, quote: 'x' };

  const sent = await done<Message>('sendMessage', { chat_id: ALICE, text: 'hi', reply_parameters });

  expect(sent).not.toHaveProperty('reply_to_message');
  expect(sent).not.toHaveProperty('quote');
});

it('takes the number of the replied message in quotes too', async () => {
  const { done, alice } = makeScene();
  await done('sendMessage', { chat_id: 101, text: 'x' });
  const { message_id } = alice.lastMessage() ?? { message_id: 0 };

  await done('sendMessage', {
    chat_id: 101,
    text: 'y',
    reply_parameters: { message_id: String(message_id) },
  });

  expect(alice.lastMessage()?.reply_to_message_id).toBe(message_id);
});
