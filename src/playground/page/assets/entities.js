import { copy, h, icon } from './node.js';
import { toast } from './toast.js';
import { word } from './words.js';

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);
const TAGS = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  blockquote: 'blockquote',
};

/**
 * Telegram's text and entities as nodes: nothing in the text is ever read as HTML.
 * `onCommand` gets a tapped `/command`.
 */
export function renderText(text, entities, onCommand) {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, { text, onCommand }, { from: 0, to: text.length }, sorted);
  return fragment;
}

/** Puts `text[from, to)` into the parent, entity by entity, each with what lies inside it. */
function fill(parent, context, { from, to }, entities) {
  let at = from;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    index += 1;
    if (end <= start) continue;
    const inside = [];
    while (index < entities.length && entities[index].offset < end) inside.push(entities[index++]);
    addPlain(parent, context.text.slice(at, start));
    parent.append(toNode(entity, context, { from: start, to: end }, inside));
    at = end;
  }
  addPlain(parent, context.text.slice(at, to));
}

/** A block begins and ends a line by itself: the line break that Telegram counts would show twice. */
function addPlain(parent, text) {
  const isAfterBlock = parent.lastChild?.classList?.contains('block');
  const shown = isAfterBlock ? text.replace(/^\n/u, '') : text;
  if (shown !== '') parent.append(shown);
}

function toNode(entity, context, range, inside) {
  const text = context.text.slice(range.from, range.to);
  if (entity.type === 'pre') return codeBlock(text, entity.language);
  const node = emptyNode(entity, text, context);
  if (BLOCKS.has(entity.type)) node.classList.add('block');
  fill(node.querySelector('.inside') ?? node, context, range, inside);
  return node;
}

function emptyNode(entity, text, { onCommand }) {
  switch (entity.type) {
    case 'text_link':
      return link(entity.url, text);
    case 'url':
      return link(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `http://${text}`, text);
    case 'bot_command':
      return h('button', { type: 'button', class: 'command', onclick: () => onCommand(text) });
    case 'spoiler':
      return spoiler();
    case 'expandable_blockquote':
      return expandable();
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
    case 'email':
      return h('span', { class: 'tag' });
    default:
      return h(TAGS[entity.type] ?? 'span');
  }
}

/** A link only where it leads to the web or into Telegram; anything else stays words. */
export function safeUrl(url) {
  const parsed = URL.parse(url);
  return ['http:', 'https:', 'tg:'].includes(parsed?.protocol) ? parsed.href : undefined;
}

function link(url, text) {
  const href = safeUrl(url);
  if (!href) return h('span');
  const title = text === url ? undefined : href;
  return h('a', { href, title, target: '_blank', rel: 'noopener noreferrer' });
}

function codeBlock(text, language) {
  const name = language ?? '';
  const button = h(
    'button',
    {
      type: 'button',
      class: 'copy',
      'aria-label': word('copy'),
      title: word('copy'),
      onclick: async () => toast(word((await copy(text)) ? 'copied' : 'notCopied')),
    },
    icon('copy'),
  );
  const head = h('div', { class: 'code-head' }, h('span', {}, name || word('code')), button);
  const code = h('code', {});
  if (name === 'diff') fillDiff(code, text);
  else code.append(text);
  return h('div', { class: 'block code-block' }, head, h('pre', { tabindex: '0' }, code));
}

function fillDiff(code, text) {
  for (const line of text.split(/(?<=\n)/u)) {
    const kind = /^(?:\+\+\+|---|@@|diff )/u.test(line)
      ? 'about'
      : { '+': 'added', '-': 'removed' }[line[0]];
    code.append(kind ? h('span', { class: `diff-${kind}` }, line) : line);
  }
}

function spoiler() {
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

function expandable() {
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
