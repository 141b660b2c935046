import { icon } from '../base/icons.js';
import { h } from '../base/node.js';
import { locale, timeWord, word } from '../base/words.js';
import { contentWord, renderMedia } from './media.js';
import { renderRich } from './rich-blocks.js';
import { renderText } from './text.js';

/** What stands in a message's bubble. `context` is that of `messageView`. */
export function renderBubble(message, silent, context) {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const { onTap, onCommand } = context;
  const words = h('div', { class: 'text', dir: 'auto' });
  if (text !== '') words.append(renderText(text, entities, onCommand));
  words.append(renderMeta(message, silent, context));
  const rich = message.rich_message && renderRich(message.rich_message, { onTap, onCommand });
  const replied = message.reply_to_message;
  const look = ['bubble'];
  if (rich || isWide(text, entities)) look.push('wide');
  if (message.photo || message.video || message.animation) look.push('picture');
  if (text === '' && !rich) look.push('bare');
  return h(
    'div',
    { class: look.join(' ') },
    context.hasNames && renderName(message),
    message.forward_origin && renderForward(message.forward_origin),
    isShownReply(message) && renderReply(replied, message.quote, context),
    renderMedia(message),
    rich,
    words,
  );
}

/** Code takes the width it can get; words look better narrow. */
function isWide(text, entities) {
  return entities.some(({ type }) => type === 'pre') && text.length > 60;
}

/** In a topic everything replies to its opening, which says nothing. */
function isShownReply({ reply_to_message: replied }) {
  return replied !== undefined && replied.forum_topic_created === undefined;
}

function renderMeta({ date, edit_date: editDate }, silent, { onVersions }) {
  const when = new Date(date * 1_000);
  const muted = silent && h('span', { class: 'muted', title: word('silent') }, icon('silent'));
  if (muted) muted.append(h('span', { class: 'for-readers' }, word('silent')));
  const attributes = { type: 'button', class: 'edited', title: word('versions') };
  return h(
    'span',
    { class: 'meta' },
    editDate !== undefined && h('button', { ...attributes, onclick: onVersions }, word('edited')),
    muted,
    h(
      'time',
      { datetime: when.toISOString(), title: when.toLocaleString(locale()) },
      timeWord(date),
    ),
  );
}

function renderName({ from, sender_chat: chat }) {
  const name = chat?.title ?? from?.first_name ?? '';
  const hue = Math.abs(chat?.id ?? from?.id ?? 0) % 6;
  return h('div', { class: `sender hue-${hue}` }, h('bdi', {}, name));
}

function renderForward(origin) {
  const { sender_user: user, sender_user_name: name, sender_chat: sender, chat } = origin;
  const from = user?.first_name ?? name ?? sender?.title ?? chat?.title ?? '';
  return h('div', { class: 'forwarded' }, `${word('forwardedFrom')} `, h('bdi', {}, from));
}

function renderReply(replied, quote, { onJump }) {
  return h(
    'button',
    { type: 'button', class: 'reply', onclick: () => onJump(replied.message_id) },
    h('strong', {}, h('bdi', {}, replied.from?.first_name ?? '')),
    h('span', { class: 'line', dir: 'auto' }, (quote?.text ?? contentWord(replied)).slice(0, 200)),
  );
}
