import { byId, h } from './node.js';
import { word } from './words.js';

const SHOWN_MS = 3_500;

/** Shows a line for a moment. */
export function toast(text) {
  const node = h('div', { class: 'toast' }, text);
  byId('toasts').replaceChildren(node);
  setTimeout(() => node.remove(), SHOWN_MS + text.length * 30);
}

/** Shows a text until it is closed. */
export function alertBox(text) {
  const box = byId('alert');
  const close = h('button', { type: 'button', onclick: () => box.close() }, word('close'));
  box.replaceChildren(h('p', {}, text), close);
  box.showModal();
}

/** Shows what the bot answered to a tap, if anything. */
export function showAnswer({ text, show_alert: isAlert }) {
  if (!text) return;
  if (isAlert) alertBox(text);
  else toast(text);
}
