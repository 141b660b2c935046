import { h } from '../base/node.js';
import { moment } from './text.js';
import { spoiler } from './folding.js';
import { renderKey } from './keyboard.js';
import { link } from './links.js';

const TAGS = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  subscript: 'sub',
  superscript: 'sup',
  marked: 'mark',
};
const MAX_DEPTH = 40;

/** Rich text as nodes; nothing in it is ever read as HTML. `context` is that of `renderBlocks`. */
export function richText(text, context, depth = 0) {
  if (text === undefined || text === null || depth > MAX_DEPTH) return [];
  if (typeof text === 'string') return [text];
  if (Array.isArray(text)) return text.flatMap((part) => richText(part, context, depth + 1));
  const node = toNode(text, context);
  if (text.text !== undefined && node.dataset.isFilled === undefined)
    node.append(...richText(text.text, context, depth + 1));
  return [node];
}

/** The words of rich text without any looks. */
export function plainText(text) {
  if (text === undefined || text === null) return '';
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.map(plainText).join('');
  return plainText(text.text ?? text.alternative_text ?? text.expression ?? text.button?.text);
}

function toNode(part, context) {
  switch (part.type) {
    case 'url':
      return link(part.url, plainText(part.text));
    case 'email_address':
      return link(`mailto:${part.email_address}`, plainText(part.text));
    case 'phone_number':
      return link(`tel:${part.phone_number}`, plainText(part.text));
    case 'bot_command':
      return h('button', {
        type: 'button',
        class: 'command',
        onclick: () => context.onCommand(plainText(part.text)),
      });
    case 'spoiler':
      return spoiler();
    case 'date_time': {
      const node = moment(part, plainText(part.text));
      node.dataset.isFilled = '';
      return node;
    }
    case 'custom_emoji':
      return h('span', {}, part.alternative_text);
    case 'mathematical_expression':
      return h('code', { class: 'math' }, part.expression);
    case 'anchor':
      return h('span', { 'data-anchor': part.name });
    case 'reference':
      return h('span', { 'data-anchor': part.name });
    case 'anchor_link':
      return jump(part.anchor_name);
    case 'reference_link':
      return referenceLink(part, context);
    case 'button': {
      const label = h('span', {}, ...richText(part.button.text, context));
      return renderKey(part.button, label, context.onTap, 'rich-key');
    }
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
    case 'bank_card_number':
      return h('span', { class: 'tag' });
    default:
      return h(TAGS[part.type] ?? 'span');
  }
}

function referenceLink(part, context) {
  const link = jump(part.reference_name);
  link.append(...richText(part.text, context));
  const node = h('sup', { 'data-is-filled': '' }, link);
  return node;
}

/** A link inside of one message. */
function jump(name) {
  return h('button', {
    type: 'button',
    class: 'command',
    onclick: ({ currentTarget }) => {
      const message = currentTarget.closest('.message, .draft');
      const anchors = [...(message?.querySelectorAll('[data-anchor]') ?? [])];
      const target = anchors.find(({ dataset }) => dataset.anchor === name) ?? message;
      target?.scrollIntoView({ block: 'center' });
    },
  });
}
