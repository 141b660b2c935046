import { search } from '../base/api.js';
import { iconButton } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { timeWord, word } from '../base/words.js';
import { contentWord } from '../message/media.js';

const PAUSE_MS = 200;

/** The line that searches the chat. `placeOf()` is where; `onJump(messageId)` goes to what was found. */
export function createSearch({ placeOf, onJump }) {
  const bar = byId('search');
  const results = byId('found');
  let timer;
  let asked = 0;

  const field = h('input', { type: 'search', id: 'search-words', autocomplete: 'off' });
  const close = () => {
    bar.hidden = true;
    results.hidden = true;
    field.value = '';
  };
  const toResult = ({ message }) =>
    h(
      'button',
      { type: 'button', class: 'result', onclick: () => onJump(message.message_id) },
      h('strong', {}, h('bdi', {}, message.from?.first_name ?? '')),
      h('span', { class: 'line', dir: 'auto' }, around(contentWord(message), field.value)),
      h('time', {}, timeWord(message.date)),
    );
  const look = async () => {
    asked += 1;
    const mine = asked;
    const words = field.value.trim();
    const found = words === '' ? [] : await search(placeOf(), words).catch(() => []);
    if (mine !== asked || bar.hidden) return;
    results.hidden = words === '';
    results.replaceChildren(
      ...(found.length > 0 ? found.map(toResult) : [h('p', {}, word('nothingFound'))]),
    );
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return {
    open() {
      field.setAttribute('aria-label', word('search'));
      field.placeholder = word('search');
      bar.replaceChildren(field, iconButton('close', word('close'), { onclick: close }));
      bar.hidden = false;
      field.focus();
    },
    close,
  };
}

/** The part of a long text around the words. */
function around(text, words) {
  const at = Math.max(0, text.toLowerCase().indexOf(words.trim().toLowerCase()) - 30);
  return `${at > 0 ? '…' : ''}${text.slice(at, at + 160)}`;
}
