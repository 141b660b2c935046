import type { Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { toRoomEvent } from './room-events.ts';

const chat = { id: -100, type: 'supergroup', title: 'Team' };
const from = { id: 11, is_bot: false, first_name: 'Vera', language_code: 'ru' };
const me = { id: 7, is_bot: true, first_name: 'Forge' };

function membership(before: object, now: object, where: object = chat) {
  const states = {
    old_chat_member: { user: me, ...before },
    new_chat_member: { user: me, ...now },
  };
  const update = { update_id: 1, my_chat_member: { chat: where, from, date: 1, ...states } };
  return toRoomEvent(update as unknown as Update);
}
function service(message: object) {
  const full = { message_id: 5, date: 1, from, chat, ...message };
  return toRoomEvent({ update_id: 1, message: full } as unknown as Update);
}

it('tells who brought the bot into which group', () => {
  const added = {
    kind: 'added',
    chatId: -100,
    title: 'Team',
    by: { id: 11, name: 'Vera', languageCode: 'ru' },
  };
  expect(membership({ status: 'left' }, { status: 'member' })).toEqual(added);
  expect(membership({ status: 'kicked' }, { status: 'administrator' })).toEqual(added);
  const restricted = { status: 'restricted', is_member: true };
  expect(membership({ ...restricted, is_member: false }, restricted)).toEqual(added);
});

it('is not added by a new right, by leaving, or where there is no group', () => {
  expect(membership({ status: 'member' }, { status: 'administrator' })).toBeUndefined();
  expect(membership({ status: 'member' }, { status: 'left' })).toBeUndefined();
  const restricted = { status: 'restricted', is_member: false };
  expect(membership({ status: 'left' }, restricted)).toBeUndefined();
  const home = { id: 11, type: 'private' };
  expect(membership({ status: 'kicked' }, { status: 'member' }, home)).toBeUndefined();
});

it('tells the move to a supergroup, from either side', () => {
  const moved = { kind: 'moved', chatId: -5, toChatId: -1005 };
  const old = { id: -5, type: 'group', title: 'Team' };
  expect(service({ chat: old, migrate_to_chat_id: -1005 })).toEqual(moved);
  const fresh = { ...chat, id: -1005 };
  expect(service({ chat: fresh, migrate_from_chat_id: -5 })).toEqual(moved);
});

it('tells of topics that are closed and opened again, of nothing else', () => {
  const topic = { message_thread_id: 9, is_topic_message: true };
  const place = { chatId: -100, topicId: 9 };
  const closed = service({ ...topic, forum_topic_closed: {} });
  expect(closed).toEqual({ kind: 'topic-closed', place });
  const reopened = service({ ...topic, forum_topic_reopened: {} });
  expect(reopened).toEqual({ kind: 'topic-reopened', place });
  expect(service({ ...topic, text: 'hello' })).toBeUndefined();
  expect(toRoomEvent({ update_id: 1 })).toBeUndefined();
});
