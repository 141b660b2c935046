import { byId, h } from './node.js';
import { openDialog } from './dialog.js';
import { refusalWord } from './words.js';

const SHOWN_MS = 3_500;

/** Shows a line for a moment. */
export function toast(text) {
  const node = h('div', { class: 'toast' }, text);
  byId('toasts').replaceChildren(node);
  setTimeout(() => node.remove(), SHOWN_MS + text.length * 30);
}

/** Shows what the bot answered to a tap, if anything. */
export function showAnswer({ text, show_alert: isAlert }) {
  if (!text) return;
  if (isAlert) openDialog(undefined, h('p', {}, text));
  else toast(text);
}

/** Runs what sends something; says whether it went, and the person why it did not. */
export async function trySending(action) {
  try {
    await action();
    return true;
  } catch (error) {
    toast(refusalWord(error.message));
    return false;
  }
}
