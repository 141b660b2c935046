import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';
import { contentWord } from '../message/media.js';

/** The bar with the pinned messages: each tap goes to one, the newest first. */
export function createPins({ onJump }) {
  const bar = byId('pins');
  let pinned = [];
  let at = 0;

  const render = () => {
    bar.hidden = pinned.length === 0;
    if (bar.hidden) return bar.replaceChildren();
    const { message } = pinned[at];
    const title =
      pinned.length > 1 ? `${word('pinned')} ${at + 1}/${pinned.length}` : word('pinned');
    const go = () => {
      onJump(message.message_id);
      at = (at - 1 + pinned.length) % pinned.length;
      render();
    };
    return bar.replaceChildren(
      h(
        'button',
        { type: 'button', onclick: go },
        icon('pin'),
        h(
          'span',
          { class: 'about' },
          h('strong', {}, title),
          h('span', { class: 'line', dir: 'auto' }, contentWord(message).slice(0, 200)),
        ),
      ),
    );
  };
  return {
    show(some) {
      pinned = some;
      at = Math.max(0, pinned.length - 1);
      render();
    },
  };
}
