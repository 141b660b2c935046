import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';

/**
 * The list of the bot's commands above the text field: all of them from the menu button, and those
 * that match while a command is typed. `onPick(command, { toSend })`: to be sent
 * at once as on a phone, or only completed (Tab).
 */
export function createCommands({ onPick }) {
  const list = byId('commands');
  const text = byId('text');
  const menu = byId('menu');
  let commands = [];
  let shown = [];
  let active = -1;

  const render = () => {
    const isOpen = !list.hidden;
    menu.setAttribute('aria-expanded', String(isOpen));
    text.setAttribute('aria-expanded', String(isOpen));
    list.replaceChildren(...shown.map(renderOption));
    const none = { class: 'none', role: 'option', 'aria-disabled': 'true' };
    if (shown.length === 0) list.append(h('li', none, word('noCommands')));
    const activeOption = list.children[active];
    if (isOpen && activeOption && active >= 0) {
      text.setAttribute('aria-activedescendant', activeOption.id);
      activeOption.scrollIntoView({ block: 'nearest' });
    } else text.removeAttribute('aria-activedescendant');
  };
  const renderOption = ({ command, description }, index) =>
    h(
      'li',
      {
        id: `command-${command}`,
        role: 'option',
        'aria-selected': String(index === active),
        // The field must keep the focus, or a phone would hide its keyboard and move the list.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => pick(command, { toSend: true }),
      },
      h('span', { class: 'name' }, `/${command}`),
      h('span', { class: 'what', dir: 'auto' }, description),
    );
  const show = (some) => {
    shown = some;
    active = -1;
    list.hidden = false;
    render();
  };
  const hide = () => {
    list.hidden = true;
    active = -1;
    render();
  };
  const pick = (command, how) => {
    hide();
    onPick(command, how);
  };
  const move = (step) => {
    active = (active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length;
    render();
  };
  /** Follows what stands in the text field. */
  const typed = () => {
    const start = /^\/([a-z0-9_]*)$/iu.exec(text.value)?.[1]?.toLowerCase();
    const matching = commands.filter(({ command }) => command.startsWith(start ?? ''));
    if (start !== undefined && matching.length > 0) show(matching);
    else if (!list.hidden) hide();
  };

  menu.addEventListener('click', () => {
    if (list.hidden) show(commands);
    else hide();
    text.focus();
  });
  document.addEventListener('click', ({ target }) => {
    if (!list.hidden && !byId('composer').contains(target)) hide();
  });

  return {
    set(some) {
      commands = some;
      list.setAttribute('aria-label', word('commands'));
      typed();
    },
    hide,
    typed,
    /** Uses a key that was pressed in the text field, and says whether it did. */
    key(event) {
      if (list.hidden || shown.length === 0) return false;
      const chosen = shown[active];
      if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else if (event.key === 'Escape') hide();
      else if (event.key === 'Tab' && !event.shiftKey)
        pick((chosen ?? shown[0]).command, { toSend: false });
      else if (event.key === 'Enter' && chosen) pick(chosen.command, { toSend: true });
      else return false;
      return true;
    },
  };
}
