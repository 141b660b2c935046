import { iconButton } from '../base/icons.js';
import { openMenu } from '../base/menu.js';
import { byId, h } from '../base/node.js';
import { timeWord, word } from '../base/words.js';
import { contentWord } from '../message/media.js';
import { serviceWords } from '../message/service.js';
import { badge, chatFace } from './face.js';

/** The chats of the person, with what was said last. `unreadOf(room)` counts what waits there. */
export function createChats({ onChoose, onNewGroup, onNewTopic, unreadOf }) {
  const list = byId('chats');
  /** The newest message of each chat that the page has heard of. */
  const last = new Map();
  let chats = [];
  let current;

  const openNew = ({ currentTarget }) => {
    const { left, bottom } = currentTarget.getBoundingClientRect();
    openMenu({
      x: left - 150,
      y: bottom,
      label: word('newChat'),
      entries: [
        { icon: 'group', label: word('newGroup'), onPick: onNewGroup },
        { icon: 'topic', label: word('newTopicHere'), onPick: onNewTopic },
      ],
    });
  };
  const lastLine = ({ room, members }) => {
    const message = last.get(room);
    if (!message) return members.length > 0 ? members.join(', ') : word('bot');
    return (serviceWords(message) ?? contentWord(message)).slice(0, 100);
  };
  const row = (chat) => {
    const message = last.get(chat.room);
    return h(
      'button',
      {
        type: 'button',
        class: 'chat-row',
        'aria-current': chat.room === current ? 'true' : undefined,
        onclick: () => onChoose(chat),
      },
      chatFace(chat),
      h(
        'span',
        { class: 'about' },
        h(
          'span',
          { class: 'first-line' },
          h('bdi', { class: 'chat-title' }, chat.title),
          message && h('time', {}, timeWord(message.date)),
        ),
        h(
          'span',
          { class: 'second-line' },
          h('span', { class: 'line', dir: 'auto' }, lastLine(chat)),
          badge(unreadOf(chat.room), word('unread')),
        ),
      ),
    );
  };
  const render = () => {
    byId('chats-title').textContent = word('chats');
    byId('new-group').replaceChildren(
      iconButton('plus', word('newChat'), { 'aria-haspopup': 'menu', onclick: openNew }),
    );
    list.replaceChildren(...chats.map((chat) => h('li', {}, row(chat))));
  };
  return {
    show(some, room) {
      chats = some;
      current = room;
      render();
    },
    /** Notes what was said last in a chat. */
    note(room, message) {
      last.set(room, message);
      render();
    },
    render,
    list: () => chats,
    find: (room) => chats.find((chat) => chat.room === room),
  };
}
