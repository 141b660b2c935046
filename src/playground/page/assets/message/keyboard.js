import { icon } from '../base/icons.js';
import { copy, h } from '../base/node.js';
import { toast } from '../base/toast.js';
import { word } from '../base/words.js';
import { safeUrl } from './links.js';

/** The buttons under a message. `onTap(button)` resolves when the bot has answered. */
export function renderKeyboard(rows, onTap) {
  const toKey = (button) => renderKey(button, h('span', {}, button.text), onTap);
  return h(
    'div',
    { class: 'keyboard' },
    ...rows.map((row) => h('div', { class: 'keys' }, ...row.map(toKey))),
  );
}

/** One button, under a message or inside a rich one. */
export function renderKey(button, label, onTap, base = 'key') {
  const look = `${base} ${button.style ?? ''}`;
  if (button.url !== undefined) {
    const href = safeUrl(button.url);
    if (!href) return h('span', { class: look }, label);
    const title = `${href} (${word('opens')})`;
    const attributes = { href, title, target: '_blank', rel: 'noopener noreferrer' };
    return h('a', { class: look, ...attributes }, label, icon('open'));
  }
  const key = h('button', { type: 'button', class: look, onclick: () => press() }, label);
  const press = async () => {
    if (button.copy_text)
      return toast(word((await copy(button.copy_text.text)) ? 'copied' : 'notCopied'));
    if (button.web_app) return toast(word('webApp'));
    if (button.callback_data === undefined || key.getAttribute('aria-busy') === 'true') return;
    key.setAttribute('aria-busy', 'true');
    await onTap(button).finally(() => key.removeAttribute('aria-busy'));
  };
  if (button.copy_text) key.append(icon('copy'));
  key.disabled = button.disabled !== undefined;
  return key;
}
