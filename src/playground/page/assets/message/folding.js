import { icon } from '../base/icons.js';
import { h } from '../base/node.js';
import { word } from '../base/words.js';

/** Words that show only when tapped. */
export function spoiler() {
  const show = () => {
    node.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) node.removeAttribute(name);
  };
  const node = h('span', {
    class: 'spoiler',
    role: 'button',
    tabindex: '0',
    'aria-label': word('hidden'),
    onclick: show,
    onkeydown: (event) => {
      if (event.key === 'Enter' || event.key === ' ') show();
    },
  });
  return node;
}

/** A quote that shows three lines until somebody wants more; the words go into `.inside`. */
export function expandable() {
  const inside = h('div', { class: 'inside' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'expand',
      'aria-expanded': 'false',
      'aria-label': word('more'),
      onclick: () => {
        const isOpen = quote.classList.toggle('open');
        button.setAttribute('aria-expanded', String(isOpen));
        button.setAttribute('aria-label', word(isOpen ? 'less' : 'more'));
      },
    },
    icon('down'),
  );
  const quote = h('blockquote', { class: 'expandable' }, inside, button);
  // Only the browser knows how many lines it takes; a short quote needs no button.
  requestAnimationFrame(() => {
    button.hidden = inside.scrollHeight <= inside.clientHeight + 2;
  });
  return quote;
}
