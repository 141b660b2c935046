const SVG = 'http://www.w3.org/2000/svg';

/** Shapes on a 24 by 24 grid, drawn as lines. */
const ICONS = {
  send: 'M4 12 20 4.500 14.500 20 11.500 13.500zM11.500 13.500 20 4.500',
  attach:
    'M20 11.500l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.500 3.500 0 0 1 5 5L10 17.500a1.800 1.800 0 0 1-2.500-2.500L15 7.500',
  menu: 'M5 7h14M5 12h14M5 17h9',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 10l6 6 6-6',
  silent: 'M5 17h10M7 17V11a5 5 0 0 1 .8-2.700M10 6.300a5 5 0 0 1 7 4.700v6M10.500 20h3M4 4l16 16',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 13l4.500 4.500L19 7',
  open: 'M8 16 17 7M10 7h7v7',
  spark: 'M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z',
};

/** An element with attributes, `on…` listeners and children; text stays text. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== false));
  return node;
}

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

/** The element of that id; the page has it. */
export function byId(id) {
  return document.getElementById(id);
}

/** Copies to the clipboard and says whether it worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
