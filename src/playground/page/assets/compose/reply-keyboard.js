import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { toast } from '../base/toast.js';
import { word } from '../base/words.js';

/** The bot's own keys under the text field. `onText(text)` sends what a key says. */
export function createReplyKeyboard({ onText }) {
  const keys = byId('reply-keys');
  const toggle = byId('keys');
  let isOpen = false;
  let keyboard = null;

  const set = (open) => {
    isOpen = open;
    keys.hidden = !isOpen;
    toggle.hidden = !keyboard?.keyboard;
    toggle.setAttribute('aria-expanded', String(isOpen));
  };
  const press = async (button) => {
    const {
      text,
      style: _,
      icon_custom_emoji_id: __,
      ...asks
    } = typeof button === 'string' ? { text: button } : button;
    if (Object.keys(asks).length > 0) return toast(word('onlyInTelegram'));
    await onText(text);
    if (keyboard?.one_time_keyboard) set(false);
  };
  const toKey = (button) => {
    const { text, style = '' } = typeof button === 'string' ? { text: button } : button;
    return h(
      'button',
      { type: 'button', class: `key ${style}`, onclick: () => press(button) },
      text,
    );
  };
  toggle.append(icon('keys'));
  toggle.addEventListener('click', () => set(!isOpen));

  return {
    show(given) {
      keyboard = given;
      const rows = given?.keyboard ?? [];
      keys.replaceChildren(...rows.map((row) => h('div', { class: 'keys' }, ...row.map(toKey))));
      keys.setAttribute('aria-label', word('botKeys'));
      set(rows.length > 0);
    },
    placeholder: () => keyboard?.input_field_placeholder,
  };
}
