import type { Update } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { ALICE, CAROL, GROUP, makeScene, type Scene } from '../strictness/scene.ts';

const shownTo = ({ emulator }: Scene, chatId = ALICE) =>
  emulator.chats().find(({ chat }) => chat.id === chatId)?.replyKeyboard;

it('shows a keyboard, sends the label of a tapped button, and keeps it', async () => {
  const given = makeScene();
  await given.sent({
    reply_markup: { keyboard: [['Yes', { text: 'No' }]], resize_keyboard: true },
  });

  await given.alice.taps('No');

  expect(given.alice.lastMessage()).toMatchObject({ text: 'No', from: { id: ALICE } });
  expect(shownTo(given)).toMatchObject({ keyboard: [[{ text: 'Yes' }, { text: 'No' }]] });
  const updates = await given.done<Update[]>('getUpdates', {});
  expect(updates.at(-1)?.message?.text).toBe('No');
});

it('hides a keyboard for one use, and one that the bot takes away', async () => {
  const given = makeScene();
  await given.sent({ reply_markup: { keyboard: [['Yes']], one_time_keyboard: true } });
  await given.alice.taps('Yes');
  expect(shownTo(given)).toBeUndefined();

  await given.sent({ reply_markup: { keyboard: [['Yes']] } });
  await given.sent({ reply_markup: { remove_keyboard: true } });
  expect(shownTo(given)).toBeUndefined();
  await expect(given.alice.taps('Yes')).rejects.toThrow('no button');
});

it('tells who listens what stands in place of the keyboard', async () => {
  const given = makeScene();
  const seen: unknown[] = [];
  given.emulator.events.subscribe((event) => {
    if (event.kind === 'reply-keyboard') seen.push(event.keyboard);
  });

  await given.sent({ reply_markup: { keyboard: [['Yes']] } });
  await given.sent({ reply_markup: { remove_keyboard: true } });
  await given.sent({ reply_markup: { remove_keyboard: true } });

  expect(seen).toEqual([{ keyboard: [[{ text: 'Yes' }]] }, undefined]);
});

it('answers a bot that asks for a reply with a reply, once', async () => {
  const given = makeScene();
  const asked = await given.sent({ text: 'Why?', reply_markup: { force_reply: true } });

  expect(given.alice.says('because').reply_to_message?.message_id).toBe(asked);
  expect(given.alice.says('more')).not.toHaveProperty('reply_to_message');
});

it('opens the reply under buttons that ask for one', async () => {
  const given = makeScene();
  const inline_keyboard = [[{ text: 'Deny', callback_data: 'x' }]];
  const asked = await given.sent({ reply_markup: { inline_keyboard, force_reply: true } });

  expect(given.alice.says('because').reply_to_message?.message_id).toBe(asked);
});

it('shows a selective keyboard to whom it is for', async () => {
  const given = makeScene();
  const carol = given.emulator.person({ id: CAROL, name: 'Carol' }).in(given.group);
  const mallory = given.emulator.person({ id: 601, name: 'Mallory' }).in(given.group);
  await given.sent({
    chat_id: GROUP,
    reply_parameters: { message_id: given.carolsMessage },
    reply_markup: { keyboard: [['Mine']], selective: true },
  });

  await expect(mallory.taps('Mine')).rejects.toThrow('no button');
  await carol.taps('Mine');

  expect(carol.lastMessage()).toMatchObject({ text: 'Mine', from: { id: CAROL } });
});

it('sends the contact that a button asks for', async () => {
  const given = makeScene();
  await given.sent({ reply_markup: { keyboard: [[{ text: 'Call me', request_contact: true }]] } });

  await given.alice.taps('Call me');

  expect(given.alice.lastMessage()?.contact).toMatchObject({ user_id: ALICE });
});
