import { fileUrl } from './api.js';
import { renderText } from './entities.js';
import { renderKeyboard } from './keyboard.js';
import { h, icon } from './node.js';
import { currentLanguage, locale, word } from './words.js';

/**
 * A message in the chat: `node`, and `update(shown)` for edits in place. Only what has changed is
 * drawn again, so that a progress card can tick under somebody's finger.
 */
export function messageView(shown, { personId, onTap, onCommand }) {
  const { message_id: id, from } = shown.message;
  const side = from?.id === personId ? 'own' : 'bot';
  const node = h('li', { class: `message ${side}`, 'data-id': id });
  let drawn = {};

  const parts = {
    bubble: ({ message, silent }) => renderBubble(message, silent, onCommand),
    reactions: ({ reactions }) => renderReactions(reactions),
    keyboard({ message }) {
      const rows = message.reply_markup?.inline_keyboard ?? [];
      return rows.length > 0 && renderKeyboard(rows, (label) => onTap(id, label));
    },
  };
  const update = (next) => {
    const { reply_markup: markup, ...content } = next.message;
    const look = {
      bubble: JSON.stringify([content, next.silent, currentLanguage()]),
      reactions: JSON.stringify(next.reactions),
      keyboard: JSON.stringify(markup),
    };
    const focused = node.contains(document.activeElement) && document.activeElement.textContent;
    for (const [name, render] of Object.entries(parts)) {
      if (drawn[name]?.look === look[name]) continue;
      const fresh = render(next) || h('span', { hidden: true });
      if (drawn[name]) drawn[name].node.replaceWith(fresh);
      else node.append(fresh);
      drawn[name] = { look: look[name], node: fresh };
    }
    if (focused && !node.contains(document.activeElement)) refocus(node, focused);
  };
  update(shown);
  return { node, update };
}

function refocus(node, label) {
  [...node.querySelectorAll('button')].find(({ textContent }) => textContent === label)?.focus();
}

function renderBubble(message, silent, onCommand) {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const replied = message.reply_to_message;
  const words = h('div', { class: 'text', dir: 'auto' });
  if (text !== '') words.append(renderText(text, entities, onCommand));
  words.append(renderMeta(message, silent));
  return h(
    'div',
    { class: isWide(text, entities) ? 'bubble wide' : 'bubble' },
    replied && renderReply(replied),
    message.document && renderDocument(message.document),
    message.photo && renderPhoto(message.photo),
    words,
  );
}

/** Code takes the width it can get; words look better narrow. */
function isWide(text, entities) {
  return entities.some(({ type }) => type === 'pre') && text.length > 60;
}

function renderMeta({ date, edit_date: editDate }, silent) {
  const when = new Date(date * 1_000);
  const time = when.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
  const muted = silent && h('span', { class: 'muted', title: word('silent') }, icon('silent'));
  if (muted) muted.append(h('span', { class: 'for-readers' }, word('silent')));
  return h(
    'span',
    { class: 'meta' },
    editDate !== undefined && h('span', { class: 'edited' }, word('edited')),
    muted,
    h('time', { datetime: when.toISOString(), title: when.toLocaleString(locale()) }, time),
  );
}

function renderReply({ from, text, caption, document }) {
  const name = h('strong', {}, from?.first_name ?? '');
  return h(
    'div',
    { class: 'reply' },
    name,
    h('span', {}, text ?? caption ?? document?.file_name ?? '…'),
  );
}

function renderDocument({ file_id: fileId, file_name: name = 'file', file_size: size = 0 }) {
  const about = h(
    'span',
    { class: 'about' },
    h('span', { class: 'file-name' }, name),
    h('span', { class: 'file-size' }, `${toSize(size)} · ${word('download')}`),
  );
  const attributes = { href: fileUrl(fileId), download: name, class: 'document' };
  return h('a', attributes, h('span', { class: 'disc' }, icon('file')), about);
}

function renderPhoto(sizes) {
  const { file_id: fileId, width, height } = sizes.at(-1);
  return h('img', {
    class: 'photo',
    src: fileUrl(fileId),
    alt: '',
    width,
    height,
    loading: 'lazy',
  });
}

function toSize(bytes) {
  const units = currentLanguage() === 'ru' ? ['Б', 'КБ', 'МБ'] : ['B', 'KB', 'MB'];
  const step = bytes < 1_024 ? 0 : bytes < 1_024 ** 2 ? 1 : 2;
  const number = bytes / 1_024 ** step;
  return `${number.toLocaleString(locale(), { maximumFractionDigits: step })} ${units[step]}`;
}

function renderReactions(reactions) {
  if (reactions.length === 0) return undefined;
  const toNode = ({ emoji }) => h('span', { class: 'reaction' }, emoji ?? '★');
  return h('div', { class: 'reactions' }, ...reactions.map(toNode));
}
