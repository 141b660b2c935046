import { byId } from '../base/node.js';

const NARROW = matchMedia('(width < 860px)');

/** The side bar: always there on a desktop, over the chat on a phone until something is chosen. */
export function createDrawer() {
  const side = byId('side');
  const shade = byId('shade');
  const button = byId('nav');
  let isOpen = false;

  const render = () => {
    const covers = isOpen && NARROW.matches;
    side.classList.toggle('open', covers);
    side.inert = NARROW.matches && !isOpen;
    byId('chat').inert = covers;
    shade.hidden = !covers;
    button.setAttribute('aria-expanded', String(covers));
  };
  const set = (open) => {
    const wasOpen = isOpen && NARROW.matches;
    isOpen = open;
    render();
    if (isOpen && NARROW.matches) side.querySelector('button')?.focus();
    else if (wasOpen) button.focus();
  };
  button.addEventListener('click', () => set(!isOpen));
  shade.addEventListener('click', () => set(false));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen) set(false);
  });
  NARROW.addEventListener('change', render);
  render();
  return { close: () => set(false) };
}
