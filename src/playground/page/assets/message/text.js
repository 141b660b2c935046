import { h } from '../base/node.js';
import { codeBlock } from './code.js';
import { momentWord } from './dates.js';
import { expandable, spoiler } from './folding.js';
import { link } from './links.js';

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
  if (entity.type === 'date_time') return moment(entity, text);
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
    case 'email':
      return link(`mailto:${text}`, text);
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
    case 'phone_number':
      return h('span', { class: 'tag' });
    default:
      return h(TAGS[entity.type] ?? 'span');
  }
}

/** A moment in the reader's time zone; the words of the message where there is no format. */
export function moment({ unix_time: unixTime, date_time_format: format = '' }, text) {
  const when = new Date(unixTime * 1_000);
  if (Number.isNaN(when.getTime())) return h('span', {}, text);
  const shown = format === '' ? text : momentWord(unixTime, format);
  const attributes = { class: 'tag', datetime: when.toISOString(), title: when.toLocaleString() };
  return h('time', attributes, shown);
}
