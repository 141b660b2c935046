import { icon } from './icons.js';
import { byId, h } from './node.js';

const MARGIN_PX = 8;

/**
 * Opens a menu at a point. `entries` are `{ icon, label, onPick, isDanger? }`; `above` stands over
 * them and closes the menu through what it is called with. Arrows move, Esc and a tap elsewhere close.
 */
export function openMenu({ x, y, label, entries, above }) {
  const menu = byId('menu-box');
  const from = document.activeElement;
  const close = () => {
    menu.hidden = true;
    menu.replaceChildren();
    menu.removeEventListener('keydown', onKey);
    document.removeEventListener('pointerdown', closeOutside, true);
    document.removeEventListener('scroll', close, true);
    from?.focus?.({ preventScroll: true });
  };
  const closeOutside = ({ target }) => {
    if (!menu.contains(target)) close();
  };
  const toEntry = (entry) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: entry.isDanger ? 'entry danger' : 'entry',
        onclick: () => {
          close();
          entry.onPick();
        },
      },
      icon(entry.icon),
      h('span', {}, entry.label),
    );
  menu.replaceChildren(...(above ? [above(close)] : []), ...entries.map(toEntry));
  menu.setAttribute('aria-label', label);
  menu.hidden = false;
  const items = [...menu.querySelectorAll('button')];
  const onKey = (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (step) items[(at + step + items.length) % items.length].focus();
    else if (event.key === 'Home') items[0].focus();
    else if (event.key === 'End') items.at(-1).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  menu.addEventListener('keydown', onKey);
  place(menu, x, y);
  items[0]?.focus({ preventScroll: true });
  document.addEventListener('pointerdown', closeOutside, true);
  document.addEventListener('scroll', close, true);
}

/** Beside the point, and wholly inside the window. */
function place(menu, x, y) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(x, innerWidth - width - MARGIN_PX);
  const top = y + height + MARGIN_PX > innerHeight ? y - height : y;
  menu.style.left = `${Math.max(MARGIN_PX, left)}px`;
  menu.style.top = `${Math.max(MARGIN_PX, Math.min(top, innerHeight - height - MARGIN_PX))}px`;
}
