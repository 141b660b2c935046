import { icon, iconButton } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';
import { contentWord } from '../message/media.js';

/** The line above the text field that says what the text is for: a reply, or a change. */
export function createAbout({ onChange }) {
  const line = byId('about');
  let about;

  const set = (kind, message) => {
    about = kind && { kind, message };
    line.hidden = !about;
    if (about)
      line.replaceChildren(
        icon(kind === 'edit' ? 'edit' : 'reply'),
        h(
          'span',
          { class: 'about' },
          h('strong', {}, kind === 'edit' ? word('editing') : (message.from?.first_name ?? '')),
          h('span', { class: 'line', dir: 'auto' }, contentWord(message).slice(0, 200)),
        ),
        iconButton('close', word('cancel'), { onclick: () => set() }),
      );
    onChange(about);
  };
  return {
    reply: (message) => set('reply', message),
    /** A reply that the bot asked for. */
    forcedReply: (message) => set('forced', message),
    edit: (message) => set('edit', message),
    clear: () => set(),
    /** `{ kind: 'reply' | 'forced' | 'edit', message }`, or undefined. */
    get: () => about,
  };
}
