import { expect, it } from 'vitest';
import { ALICE, GROUP, makeScene } from '../strictness/scene.ts';

it('pins with a message about it, which the bot hears of itself', async () => {
  const { done, sent, alice, call } = makeScene();
  await call('getUpdates', { offset: -1 });
  const message_id = await sent({ text: 'plan' });

  expect(await done('pinChatMessage', { chat_id: ALICE, message_id })).toBe(true);

  expect(alice.messages().find((view) => view.message_id === message_id)?.is_pinned).toBe(true);
  expect(alice.lastMessage()).toMatchObject({
    is_pinned: false,
    disable_notification: true,
    message: { pinned_message: { message_id, text: 'plan' } },
  });
  const updates = await done<{ message?: object }[]>('getUpdates', {});
  expect(updates.at(-1)?.message).toMatchObject({ pinned_message: { message_id } });
});

it('unpins the newest, a certain one, or all of them', async () => {
  const { done, sent, alice } = makeScene();
  const ids = [await sent({}), await sent({}), await sent({})];
  for (const message_id of ids) await done('pinChatMessage', { chat_id: ALICE, message_id });
  const pinned = () =>
    alice
      .messages()
      .filter((view) => view.is_pinned)
      .map((view) => view.message_id);

  await done('unpinChatMessage', { chat_id: ALICE });
  expect(pinned()).toEqual(ids.slice(0, 2));
  await done('unpinChatMessage', { chat_id: ALICE, message_id: ids[0] });
  expect(pinned()).toEqual([ids[1]]);
  await done('unpinAllChatMessages', { chat_id: ALICE });
  expect(pinned()).toEqual([]);
});

it('unpins what is deleted, and tells who listens', async () => {
  const { done, sent, emulator } = makeScene();
  const message_id = await sent({});
  await done('pinChatMessage', { chat_id: ALICE, message_id });
  const seen: unknown[] = [];
  emulator.events.subscribe((event) => {
    if (event.kind === 'pins') seen.push(event.messageIds);
  });

  await done('deleteMessage', { chat_id: ALICE, message_id });

  expect(seen).toEqual([[]]);
});

it('lets an administrator pin in a group', async () => {
  const { group, bot, done, sent, emulator } = makeScene();
  group.add(bot, 'administrator');
  const message_id = await sent({ chat_id: GROUP });

  await done('pinChatMessage', { chat_id: GROUP, message_id });

  const snapshot = emulator.chats().find(({ chat }) => chat.id === GROUP);
  expect(snapshot?.pins).toEqual([message_id]);
});
