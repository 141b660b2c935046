import { afterEach, expect, it } from 'vitest';
import { conversationId, type Conversation } from '#kernel/conversation.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { createKeyboards } from './keyboards.ts';

const store = memoryStore();
afterEach(() => store.close());

const group: Conversation = {
  id: conversationId({ chatId: -5 }, 7),
  chatId: -5,
  actorId: 7,
  language: 'en',
};
const rows = [[{ label: 'Stop', command: 'stop', words: ['x'] }]];
const idIn = (markup: unknown) =>
  (markup as { inline_keyboard: { callback_data: string }[][] }).inline_keyboard[0]?.[0]
    ?.callback_data ?? '';

it('shows only buttons that are stored, the same ones again, where the chat is now', async () => {
  let chatId = -5;
  let isFull = true;
  const { buttons } = store;
  const keyboards = createKeyboards({
    buttons: {
      ...buttons,
      async add(fresh) {
        if (isFull) throw new Error('disk full');
        await buttons.add(fresh);
      },
    },
    now: () => 0,
    outbox: { whereIs: () => chatId },
  });

  await expect(keyboards.markup(group, 'key', rows)).rejects.toThrow('disk full');
  isFull = false;
  const first = idIn(await keyboards.markup(group, 'key', rows));
  expect(await buttons.get(first)).toMatchObject({ command: 'stop', chatId: -5, actorId: 7 });
  expect(idIn(await keyboards.markup(group, 'key', rows))).toBe(first);

  chatId = -1_001_000_005;
  const later = idIn(await keyboards.markup(group, 'other', rows));
  expect(await buttons.get(later)).toMatchObject({ chatId: -1_001_000_005 });
});
