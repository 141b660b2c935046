import { safeUrl } from './entities.js';
import { copy, h, icon } from './node.js';
import { toast } from './toast.js';
import { word } from './words.js';

/** The buttons under a message. `onTap(label)` resolves when the bot has answered. */
export function renderKeyboard(rows, onTap) {
  const toKey = (button) => renderKey(button, onTap);
  return h(
    'div',
    { class: 'keyboard' },
    ...rows.map((row) => h('div', { class: 'keys' }, ...row.map(toKey))),
  );
}

function renderKey(button, onTap) {
  const look = `key ${button.style ?? ''}`;
  const label = h('span', {}, button.text);
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
    if (key.getAttribute('aria-busy') === 'true') return;
    key.setAttribute('aria-busy', 'true');
    await onTap(button.text).finally(() => key.removeAttribute('aria-busy'));
  };
  if (button.copy_text) key.append(icon('copy'));
  key.disabled = button.disabled !== undefined;
  return key;
}
