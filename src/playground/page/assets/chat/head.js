import { loadStatus } from '../base/api.js';
import { byId, h } from '../base/node.js';
import { currentLanguage, word } from '../base/words.js';

/** Telegram shows an action for five seconds, unless a message comes first. */
const ACTION_MS = 5_000;
const SOON_MS = 1_000;
const LATER_MS = 5_000;

/** The line under the bot's name: is it there, is it typing. */
export function createSubtitle() {
  const line = byId('subtitle');
  let timer;
  let about = '';
  const set = (...children) => {
    clearTimeout(timer);
    line.classList.remove('acting');
    line.replaceChildren(...children);
  };
  return {
    /** What the chat is, shown while nothing happens. */
    describe(words) {
      about = words;
      set(about);
    },
    idle: () => set(about),
    connecting: () => set(word('connecting')),
    offline: () => set(word('offline')),
    acting(action) {
      set(word(action.startsWith('upload') ? 'uploading' : 'typing'), h('i'), h('i'), h('i'));
      line.classList.add('acting');
      timer = setTimeout(() => set(about), ACTION_MS);
    },
  };
}

/** Shows what is not ready yet, with a bar where the line says how much. Asks for ever. */
export async function watchStatus() {
  const bar = byId('progress');
  for (;;) {
    const status = await loadStatus(currentLanguage()).catch(() => null);
    bar.hidden = status === null;
    if (status !== null && bar.dataset.status !== status) {
      const [, done, all] = /(\d+) (?:of about|из примерно) (\d+)/u.exec(status) ?? [];
      const much = all && h('progress', { max: all, value: done, 'aria-hidden': 'true' });
      bar.replaceChildren(
        h('span', { class: 'spinner', 'aria-hidden': 'true' }),
        h('span', { class: 'line' }, status),
        ...(much ? [much] : []),
      );
    }
    bar.dataset.status = status ?? '';
    await new Promise((resolve) => {
      setTimeout(resolve, status === null ? LATER_MS : SOON_MS);
    });
  }
}

/** Counts in the tab's title what rang while nobody looked. */
export function createRinging(name) {
  let count = 0;
  const set = (number) => {
    count = number;
    document.title = count > 0 ? `(${count}) ${name()}` : name();
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) set(0);
  });
  return {
    ring: () => set(document.hidden ? count + 1 : 0),
    reset: () => set(0),
  };
}
