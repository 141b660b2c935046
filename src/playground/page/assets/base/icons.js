import { h } from './node.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Shapes on a 24 by 24 grid, drawn as lines. */
const ICONS = {
  send: 'M4 12 20 4.500 14.500 20 11.500 13.500zM11.500 13.500 20 4.500',
  attach:
    'M20 11.500l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.500 3.500 0 0 1 5 5L10 17.500a1.800 1.800 0 0 1-2.500-2.500L15 7.500',
  menu: 'M5 7h14M5 12h14M5 17h9',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 10l6 6 6-6',
  up: 'M6 14l6-6 6 6',
  back: 'M14 6l-6 6 6 6',
  silent: 'M5 17h10M7 17V11a5 5 0 0 1 .8-2.700M10 6.300a5 5 0 0 1 7 4.700v6M10.500 20h3M4 4l16 16',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 13l4.500 4.500L19 7',
  open: 'M8 16 17 7M10 7h7v7',
  spark: 'M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500 20 20',
  network: 'M5 18v-3M10 18v-7M15 18V8M20 18V4',
  help: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.700.300-1 .800-1 1.700M12 16.800h.01',
  more: 'M12 6h.01M12 12h.01M12 18h.01',
  reply: 'M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  forward: 'M15 7l5 5-5 5M20 12h-9a7 7 0 0 0-7 7',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  plus: 'M12 5v14M5 12h14',
  stop: 'M7 7h10v10H7z',
  keys: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  group:
    'M9 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 19c0-3 2.500-5 6-5s6 2 6 5M16 7a2.500 2.500 0 0 1 0 5M17.500 14.500c2 .600 3.500 2.200 3.500 4.500',
  topic: 'M5 9h14M5 15h14M10 4 8 20M16 4l-2 16',
  history: 'M4 12a8 8 0 1 1 2.500 5.800M4 20v-4h4M12 8v4l3 2',
};

/** A line drawing that readers skip. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows only a drawing; readers and the pointer get its name. */
export function iconButton(name, label, attributes = {}) {
  const { class: look = '', ...rest } = attributes;
  return h(
    'button',
    { type: 'button', class: `tool ${look}`, 'aria-label': label, title: label, ...rest },
    icon(name),
  );
}
