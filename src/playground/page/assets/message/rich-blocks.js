import { h } from '../base/node.js';
import { word } from '../base/words.js';
import { codeBlock } from './code.js';
import { expandable } from './folding.js';
import { renderKey } from './keyboard.js';
import { renderMedia } from './media.js';
import { plainText, richText } from './rich-text.js';

const MAX_DEPTH = 20;
const MEDIA = new Set(['animation', 'audio', 'document', 'photo', 'video', 'voice_note']);

/** The blocks of a rich message. `context` is `{ onTap(button), onCommand(text) }`. */
export function renderRich({ blocks, is_rtl: isRtl }, context) {
  return h('div', { class: 'rich', dir: isRtl ? 'rtl' : 'auto' }, ...renderBlocks(blocks, context));
}

function renderBlocks(blocks, context, depth = 0) {
  if (depth > MAX_DEPTH) return [];
  return (blocks ?? []).map((block) => renderBlock(block, context, depth)).filter(Boolean);
}

function renderBlock(block, context, depth) {
  const words = () => richText(block.text, context);
  const inside = () => renderBlocks(block.blocks, context, depth + 1);
  switch (block.type) {
    case 'paragraph':
      return h('p', {}, ...words());
    case 'heading':
      // The page's own headings come first.
      return h(
        'div',
        { class: `heading size-${block.size}`, role: 'heading', 'aria-level': block.size + 1 },
        ...words(),
      );
    case 'pre':
      return codeBlock(plainText(block.text), block.language);
    case 'footer':
      return h('p', { class: 'footer' }, ...words());
    case 'divider':
      return h('hr');
    case 'mathematical_expression':
      return h('pre', { class: 'math', tabindex: '0', role: 'math' }, block.expression);
    case 'anchor':
      return h('span', { 'data-anchor': block.name });
    case 'list':
      return renderList(block, context, depth);
    case 'blockquote':
      return h('blockquote', {}, ...inside(), credit(block, context));
    case 'expandable_blockquote': {
      const quote = expandable();
      quote.querySelector('.inside').append(...words(), credit(block, context) || '');
      return quote;
    }
    case 'pullquote':
      return h('blockquote', { class: 'pull' }, ...words(), credit(block, context));
    case 'collage':
    case 'slideshow':
      return h('figure', { class: block.type }, ...inside(), caption(block, context));
    case 'table':
      return renderTable(block, context);
    case 'details':
      return h(
        'details',
        { open: block.is_open === true },
        h('summary', {}, ...richText(block.summary, context)),
        h('div', { class: 'unfolded' }, ...inside()),
      );
    case 'buttons':
      return h(
        'div',
        { class: `rich-keys ${block.align ?? 'left'}` },
        ...block.buttons.map((button) => {
          const label = h('span', {}, ...richText(button.text, context));
          return renderKey(button, label, context.onTap, 'rich-key');
        }),
      );
    case 'thinking':
      return h('p', { class: 'thinking' }, ...words());
    case 'map':
      return h('p', { class: 'footer' }, word('map'));
    default:
      return MEDIA.has(block.type)
        ? h('figure', {}, renderMedia(block), caption(block, context))
        : h('p', { class: 'footer' }, `[${block.type}]`);
  }
}

function renderList({ items }, context, depth) {
  const isBulleted = items.every(({ label }) => !/[\p{L}\p{N}]/u.test(label ?? ''));
  return h(
    isBulleted ? 'ul' : 'ol',
    { class: 'rich-list' },
    ...items.map((item) => {
      const mark = item.has_checkbox
        ? h('span', {
            class: 'box',
            role: 'checkbox',
            'aria-checked': String(item.is_checked === true),
            'aria-disabled': 'true',
            'aria-label': word(item.is_checked ? 'done' : 'notDone'),
          })
        : h('span', { class: 'label', 'aria-hidden': 'true' }, item.label ?? '•');
      return h('li', {}, mark, h('div', {}, ...renderBlocks(item.blocks, context, depth + 1)));
    }),
  );
}

function renderTable(block, context) {
  const { cells, is_bordered: isBordered, is_striped: isStriped, is_compact: isCompact } = block;
  const look = ['table', isBordered && 'bordered', isStriped && 'striped', isCompact && 'compact'];
  const toCell = ({ text, is_header: isHeader, colspan, rowspan, align, valign }) =>
    h(
      isHeader ? 'th' : 'td',
      { colspan, rowspan, class: `${align ?? 'left'} ${valign ?? 'top'}` },
      ...richText(text, context),
    );
  const rows = (cells ?? []).map((row) => h('tr', {}, ...row.map(toCell)));
  const title = block.caption && h('caption', {}, ...richText(block.caption, context));
  const name = block.caption ? plainText(block.caption) : word('table');
  return h(
    'div',
    { class: look.filter(Boolean).join(' '), tabindex: '0', role: 'region', 'aria-label': name },
    h('table', {}, title, h('tbody', {}, ...rows)),
  );
}

function credit({ credit: by }, context) {
  return by !== undefined && h('cite', {}, ...richText(by, context));
}

function caption({ caption: given }, context) {
  if (!given) return false;
  return h('figcaption', {}, ...richText(given.text, context), credit(given, context));
}
