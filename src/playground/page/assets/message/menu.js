import { copy, h } from '../base/node.js';
import { openMenu } from '../base/menu.js';
import { toast } from '../base/toast.js';
import { word } from '../base/words.js';
import { contentWord } from './media.js';

const EMOJI = ['👍', '👎', '❤', '🔥', '🎉', '🤔'];
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** Opens what can be done with a message. `actions` has a function for each. */
export function openMessageMenu({ message }, { isOwn, x, y, actions }) {
  const isText = message.text !== undefined;
  const words = message.text ?? message.caption;
  const copyText = async () =>
    toast(word((await copy(words ?? contentWord(message))) ? 'copied' : 'notCopied'));
  const entries = [
    { icon: 'reply', label: word('reply'), onPick: () => actions.onReply(message) },
    isOwn && isText && { icon: 'edit', label: word('edit'), onPick: () => actions.onEdit(message) },
    { icon: 'copy', label: word('copyText'), onPick: copyText },
    { icon: 'forward', label: word('forward'), onPick: () => actions.onForward(message) },
    message.edit_date !== undefined && {
      icon: 'history',
      label: word('versions'),
      onPick: () => actions.onVersions(message.message_id),
    },
    isOwn && {
      icon: 'trash',
      label: word('delete'),
      isDanger: true,
      onPick: () => actions.onDelete(message.message_id),
    },
  ].filter(Boolean);
  const above = (close) =>
    h(
      'div',
      { class: 'emoji-row' },
      ...EMOJI.map((emoji) =>
        h(
          'button',
          {
            type: 'button',
            role: 'menuitem',
            'aria-label': `${word('react')} ${emoji}`,
            onclick: () => {
              close();
              actions.onReact(message.message_id, emoji);
            },
          },
          emoji,
        ),
      ),
    );
  openMenu({ x, y, label: word('messageMenu'), entries, above });
}

/** Calls `onMenu(id, x, y)` for a right click, a long press, or the keyboard on a message in the list. */
export function listenForMenu(list, onMenu) {
  const find = (target) => target.closest?.('.message');
  const isInteractive = (target) => target.closest?.('a, textarea, video, audio');
  const open = (message, x, y) => onMenu(Number(message.dataset.id), x, y);
  let timer;
  let start;
  let hasOpened = false;

  list.addEventListener('contextmenu', (event) => {
    const message = find(event.target);
    // A selection and a link have menus of the browser's own.
    if (!message || isInteractive(event.target) || !getSelection().isCollapsed) return;
    event.preventDefault();
    if (!hasOpened) open(message, event.clientX, event.clientY);
  });
  list.addEventListener('pointerdown', (event) => {
    clearTimeout(timer);
    hasOpened = false;
    const message = find(event.target);
    if (event.pointerType !== 'touch' || !message || isInteractive(event.target)) return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      hasOpened = true;
      open(message, start.x, start.y);
    }, LONG_PRESS_MS);
  });
  list.addEventListener('pointermove', (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX)
      clearTimeout(timer);
  });
  for (const name of ['pointerup', 'pointercancel'])
    list.addEventListener(name, () => clearTimeout(timer));
  // The finger that opened the menu must not tap the button under it.
  list.addEventListener(
    'click',
    (event) => {
      if (!hasOpened) return;
      hasOpened = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  list.addEventListener('keydown', (event) => {
    const isAsked = event.key === 'Enter' || event.key === 'ContextMenu';
    if (!isAsked || !event.target.classList.contains('message')) return;
    event.preventDefault();
    const { left, top } = event.target.getBoundingClientRect();
    open(event.target, left + 24, Math.max(top, 70) + 24);
  });
}
