import { iconButton } from '../base/icons.js';
import { h } from '../base/node.js';
import { currentLanguage, timeWord, word } from '../base/words.js';
import { renderBubble } from './bubble.js';
import { renderKeyboard } from './keyboard.js';
import { contentWord } from './media.js';
import { serviceWords } from './service.js';

/**
 * A message in the chat: `node`, and `update(shown)` for edits in place. Only what has changed is
 * drawn again, so that a progress card can tick under somebody's finger. `actions` has `onTap`,
 * `onCommand`, `onVersions`, `onJump`, `onReact` and `onMenu`.
 */
export function messageView(shown, { personId, hasNames, actions }) {
  const { message_id: id, from } = shown.message;
  const service = serviceWords(shown.message);
  if (service !== undefined) return serviceView(id, service);
  const isOwn = from?.id === personId;
  const node = h('div', {
    class: `message ${isOwn ? 'own' : 'bot'}`,
    'data-id': id,
    role: 'article',
    tabindex: '-1',
  });
  const context = {
    hasNames: hasNames && !isOwn,
    onTap: (button) => actions.onTap(id, button),
    onCommand: actions.onCommand,
    onVersions: () => actions.onVersions(id),
    onJump: actions.onJump,
  };
  let drawn = {};

  const parts = {
    bubble: ({ message, silent }) => renderBubble(message, silent, context),
    reactions: ({ reactions }) => renderReactions(reactions, (emoji) => actions.onReact(id, emoji)),
    keyboard({ message }) {
      const rows = message.reply_markup?.inline_keyboard ?? [];
      return rows.length > 0 && renderKeyboard(rows, context.onTap);
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
    const name = isOwn ? word('you') : (from?.first_name ?? '');
    const words = contentWord(next.message).slice(0, 300);
    node.setAttribute('aria-label', `${name}, ${timeWord(next.message.date)}: ${words}`);
    if (focused && !node.contains(document.activeElement)) refocus(node, focused);
  };
  update(shown);
  const more = iconButton('more', word('messageMenu'), {
    class: 'more',
    tabindex: '-1',
    onclick: ({ clientX, clientY }) => actions.onMenu(id, clientX, clientY),
  });
  node.append(more);
  return { node, update };
}

/** A line in the middle that nobody wrote. */
function serviceView(id, words) {
  const node = h('div', { class: 'service', 'data-id': id, role: 'article' }, h('span', {}, words));
  return { node, update: () => {} };
}

function refocus(node, label) {
  [...node.querySelectorAll('button')].find(({ textContent }) => textContent === label)?.focus();
}

function renderReactions(reactions, onReact) {
  if (reactions.length === 0) return undefined;
  const counts = new Map();
  for (const { emoji = '★' } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  const toNode = ([emoji, count]) =>
    h(
      'button',
      { type: 'button', class: 'reaction', onclick: () => onReact(emoji) },
      count > 1 ? `${emoji} ${count}` : emoji,
    );
  return h('div', { class: 'reactions' }, ...[...counts].map(toNode));
}
