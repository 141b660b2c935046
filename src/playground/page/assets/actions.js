import { act, loadVersions, sendFiles } from './base/api.js';
import { openDialog } from './base/dialog.js';
import { h } from './base/node.js';
import { showAnswer, toast, trySending } from './base/toast.js';
import { locale, word } from './base/words.js';
import { listenForMenu, openMessageMenu } from './message/menu.js';

/** What can be done with messages. The rest of the page is handed in. */
export function messageActions({ placeOf, trySaying, jump, find, isOwn, compose, chats }) {
  const onVersions = (messageId) =>
    trySending(async () => showVersions(await loadVersions(placeOf(), messageId)));
  const onReact = (messageId, emoji) =>
    trySending(() => act('reactions', placeOf(), { messageId, emoji }));
  const entries = {
    onReply: (message) => compose().reply(message),
    onEdit: (message) => compose().edit(message),
    onDelete: (messageId) => trySending(() => act('deletes', placeOf(), { messageId })),
    onForward: (message) =>
      chooseChat(chats(), (chat) =>
        trySending(async () => {
          await act('forwards', placeOf(), { messageId: message.message_id, to: chat.room });
          toast(`${word('forwardedTo')} ${chat.title}`);
        }),
      ),
    onVersions,
    onReact,
  };
  const openFor = (id, x, y) => {
    const shown = find(id);
    if (shown) openMessageMenu(shown, { isOwn: isOwn(shown.message), x, y, actions: entries });
  };
  const onFiles = (batch, caption, replyTo, onProgress) => {
    const items = batch.map(({ file, isPhoto }) => ({ file, kind: kindOf(file, isPhoto) }));
    return sendFiles(placeOf(), items, { caption, replyTo }, onProgress);
  };
  return {
    actions: {
      onTap: (messageId, { text, callback_data: data }) =>
        trySending(async () =>
          showAnswer(await act('taps', placeOf(), { messageId, label: plain(text), data })),
        ),
      onCommand: trySaying,
      onVersions,
      onJump: jump,
      onReact,
      onMenu: openFor,
    },
    /** Sends files that belong together; the caption goes with the first. */
    onFiles,
    onMenu: (list) => listenForMenu(list, openFor),
  };
}

/** What a file becomes in the chat. */
function kindOf(file, isPhoto) {
  if (isPhoto) return 'photo';
  if (/^audio\/(?:ogg|opus)/u.test(file.type)) return 'voice';
  if (file.type === 'audio/mpeg') return 'audio';
  if (file.type === 'video/mp4') return 'video';
  return 'document';
}

/** Buttons of rich messages have rich labels; the data alone tells which it was. */
function plain(text) {
  return typeof text === 'string' ? text : '';
}

function showVersions(versions) {
  const toItem = ({ text, atMs }) =>
    h(
      'li',
      {},
      h('time', {}, new Date(atMs).toLocaleTimeString(locale())),
      h('div', { class: 'version', dir: 'auto' }, text),
    );
  openDialog(word('versions'), h('ol', { class: 'versions' }, ...versions.map(toItem)));
}

function chooseChat(chats, onChoose) {
  const toRow = (chat) =>
    h(
      'button',
      {
        type: 'button',
        class: 'chat-choice',
        onclick: () => {
          close();
          onChoose(chat);
        },
      },
      h('bdi', {}, chat.title),
    );
  const close = openDialog(word('forwardTo'), h('div', { class: 'choices' }, ...chats.map(toRow)));
}
