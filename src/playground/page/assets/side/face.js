import { icon } from '../base/icons.js';
import { h } from '../base/node.js';

/** A round with the first letter of a name; `look` is a part of the cast or a kind of chat. */
export function face(name, look) {
  const first = Array.from(name.trim())[0] ?? '?';
  const inside =
    look === 'group' || look === 'forum'
      ? icon(look === 'forum' ? 'topic' : 'group')
      : first.toUpperCase();
  return h('span', { class: `face-disc ${look}`, 'aria-hidden': 'true' }, inside);
}

/** The picture of a chat; the bot's own one for its private chats. */
export function chatFace(chat) {
  if (chat && chat.kind !== 'private') return face(chat.title, chat.kind);
  return h('img', { src: '/assets/icon.svg', alt: '', width: '44', height: '44' });
}

/** How many messages wait, for eyes and for readers. */
export function badge(count, label) {
  if (count <= 0) return false;
  return h(
    'span',
    { class: 'badge' },
    String(count),
    h('span', { class: 'for-readers' }, ` ${label}`),
  );
}
