import type { Message, Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { toRequest, type Me } from './requests.ts';

const me: Me = { id: 7, username: 'forge_bot' };
const vera = { id: 11, is_bot: false, first_name: 'Vera', language_code: 'ru' };
const group = { id: -100, type: 'supergroup', title: 'Team' };
const home = { id: 11, type: 'private', first_name: 'Vera' };

function ask(message: object, chat: object = home) {
  const full = { message_id: 5, date: 1, from: vera, chat, ...message } as unknown as Message;
  return toRequest({ update_id: 3, message: full } as Update, me);
}
const inGroup = (message: object) => ask(message, group);
const textOf = (request: ReturnType<typeof ask>) =>
  request?.kind === 'text' ? request.text : request;
const mention = (offset: number, length: number) => ({
  entities: [{ type: 'mention', offset, length }],
});

it('says who asked what, and where', () => {
  expect(ask({ text: 'hi' })).toEqual({
    id: 'update:7:3',
    place: { chatId: 11 },
    sentAtMs: 1_000,
    chatKind: 'private',
    from: { id: 11, name: 'Vera', languageCode: 'ru' },
    messageIds: [5],
    kind: 'text',
    text: 'hi',
  });
});

it('ignores bots, channels, edits and service messages', () => {
  expect(ask({ text: 'x', from: { ...vera, is_bot: true } })).toBeUndefined();
  expect(ask({ text: 'x', from: undefined })).toBeUndefined();
  expect(ask({ text: 'x' }, { id: -1, type: 'channel' })).toBeUndefined();
  expect(ask({ forum_topic_created: { name: 'x' } })).toBeUndefined();
  const edited_message = { message_id: 5, date: 1, from: vera, chat: home, text: 'x' };
  expect(toRequest({ update_id: 1, edited_message } as unknown as Update, me)).toBeUndefined();
  expect(toRequest({ update_id: 1 }, me)).toBeUndefined();
});

it('takes who hides behind the group or a channel for nobody, and hears only what is for us', () => {
  const from = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
  const channel = { id: -200, type: 'channel', title: 'News' };
  const admin = inGroup({ text: '/status', from, sender_chat: group });
  expect(admin).toMatchObject({ onBehalfOf: 'group', from: { id: 1_087_968_824 } });
  expect(admin).not.toHaveProperty('isTalk');
  expect(inGroup({ text: 'talk', from, sender_chat: group })).toMatchObject({
    onBehalfOf: 'group',
    isTalk: true,
  });
  expect(inGroup({ text: '/x', from, sender_chat: group, via_bot: { id: 8 } })).toBeUndefined();
  const post = { text: '/status', from: { ...from, id: 136_817_688 }, sender_chat: channel };
  expect(inGroup(post)).toMatchObject({ onBehalfOf: 'channel' });
  expect(inGroup({ ...post, is_automatic_forward: true })).toBeUndefined();
  expect(ask({ text: '/x', sender_chat: channel }, channel)).toBeUndefined();
});

it('hears in a group its commands, replies to it and its name; all else is talk', () => {
  expect(inGroup({ text: 'hello all' })).toMatchObject({ text: 'hello all', isTalk: true });
  expect(textOf(inGroup({ text: '/status now' }))).toBe('/status now');
  expect(textOf(inGroup({ text: '/status@Forge_Bot now' }))).toBe('/status now');
  expect(textOf(inGroup({ text: '/pipeline-status@forge_bot' }))).toBe('/pipeline-status');
  expect(inGroup({ text: '/status@other_bot' })).toBeUndefined();
  expect(inGroup({ text: '/status' })).not.toHaveProperty('isTalk');
  expect(inGroup({ text: '/usr/bin/env is odd' })).toMatchObject({ isTalk: true });
  expect(inGroup({ text: `/${'a'.repeat(3_000)}` })).toMatchObject({ isTalk: true });
  const replied = { message_id: 4, from: { id: 7, is_bot: true } };
  const reply = inGroup({ text: 'yes', reply_to_message: replied });
  expect(textOf(reply)).toBe('yes');
  expect(reply).not.toHaveProperty('isTalk');
  const other = { message_id: 4, from: { id: 8, is_bot: true } };
  expect(inGroup({ text: 'yes', reply_to_message: other })).toMatchObject({ isTalk: true });
});

it('does not take a topic that it opened for a reply', () => {
  const opening = { message_id: 4, from: { id: 7, is_bot: true }, forum_topic_created: {} };
  const topic = { is_topic_message: true, message_thread_id: 4 };
  const talk = inGroup({ text: 'talk', reply_to_message: opening, ...topic });
  expect(talk).toMatchObject({ isTalk: true });
});

it('removes its name, wherever it stands', () => {
  expect(textOf(inGroup({ text: '@forge_bot, fix it', ...mention(0, 10) }))).toBe('fix it');
  expect(textOf(inGroup({ text: 'fix @FORGE_bot it', ...mention(4, 10) }))).toBe('fix it');
  expect(textOf(inGroup({ text: '@forge_bot', ...mention(0, 10) }))).toBe('/start');
  expect(inGroup({ text: '@forge_bot fix', ...mention(0, 10) })).not.toHaveProperty('isTalk');
  expect(inGroup({ text: '@forge_bots fix', ...mention(0, 11) })).toMatchObject({ isTalk: true });
  const byId = { entities: [{ type: 'text_mention', offset: 0, length: 5, user: { id: 7 } }] };
  expect(textOf(inGroup({ text: 'Forge fix', ...byId }))).toBe('fix');
  const other = { entities: [{ type: 'text_mention', offset: 0, length: 5, user: { id: 8 } }] };
  expect(inGroup({ text: 'Forge fix', ...other })).toMatchObject({ isTalk: true });
});

it('leaves a private text as it is, but for its own name on a command', () => {
  expect(textOf(ask({ text: '/usr/bin/env\n  is odd ' }))).toBe('/usr/bin/env\n  is odd ');
  expect(textOf(ask({ text: '/start@forge_bot code' }))).toBe('/start code');
  expect(textOf(ask({ text: `/${'a'.repeat(300)}` }))).toBe(`/${'a'.repeat(300)}`);
});

it('names what is not text, with or without a caption', () => {
  expect(ask({ photo: [], caption: 'look' })).toMatchObject({ kind: 'other', what: 'photo' });
  expect(ask({ animation: {}, document: {} })).toMatchObject({ what: 'animation' });
  expect(inGroup({ photo: [], caption: 'look' })).toMatchObject({ kind: 'other', isTalk: true });
  const caption = '@forge_bot look';
  const caption_entities = mention(0, 10).entities;
  expect(inGroup({ document: {}, caption, caption_entities })).toMatchObject({ what: 'document' });
});

it('takes a command behind its name for one, unless it names another bot', () => {
  expect(textOf(inGroup({ text: '@forge_bot /status now', ...mention(0, 10) }))).toBe(
    '/status now',
  );
  expect(inGroup({ text: '@forge_bot /stop@other_bot', ...mention(0, 10) })).toBeUndefined();
});

it('hears what is forwarded as somebody else’s words, never as a call or a command', () => {
  const forward_origin = { type: 'hidden_user', sender_user_name: 'x', date: 1 };
  const text = '/stop@forge_bot now';
  expect(ask({ text, forward_origin })).toMatchObject({ text, isForwarded: true });
  expect(ask({ text, forward_origin })).not.toHaveProperty('isTalk');
  for (const said of [{ text }, { text: '@forge_bot fix', ...mention(0, 10) }]) {
    const heard = inGroup({ ...said, forward_origin });
    expect(heard).toMatchObject({ text: said.text, isForwarded: true, isTalk: true });
  }
});

it('takes nothing that another bot wrote for a person’s words', () => {
  const via_bot = { id: 8, is_bot: true };
  expect(ask({ text: '/stop', via_bot })).toMatchObject({ kind: 'other', what: 'via_bot' });
  expect(inGroup({ text: '/stop', via_bot })).toBeUndefined();
  expect(inGroup({ text: '@forge_bot fix', ...mention(0, 10), via_bot })).toBeUndefined();
});

it('knows topics, and that General has no number', () => {
  const topic = { is_topic_message: true, text: '/x' };
  expect(inGroup({ ...topic, message_thread_id: 9 })?.place).toEqual({ chatId: -100, topicId: 9 });
  expect(inGroup({ ...topic, message_thread_id: 1 })?.place).toEqual({ chatId: -100 });
  expect(inGroup({ text: '/x', message_thread_id: 9 })?.place).toEqual({ chatId: -100 });
});

it('takes a tap, also on a message that Telegram no longer shows', () => {
  const tap = (query: object) =>
    toRequest({ update_id: 3, callback_query: { id: 'q', from: vera, ...query } } as Update, me);
  const message = { message_id: 5, date: 0, chat: group };
  expect(tap({ message, data: 'abc' })).toMatchObject({
    kind: 'tap',
    buttonId: 'abc',
    chatKind: 'group',
    place: { chatId: -100 },
  });
  expect(tap({ message })).toBeUndefined();
  expect(tap({ data: 'abc', inline_message_id: 'x' })).toBeUndefined();
});
