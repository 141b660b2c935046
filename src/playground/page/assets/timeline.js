import { messageView } from './message.js';
import { byId, h, icon } from './node.js';
import { locale, word } from './words.js';

const NEAR_BOTTOM_PX = 80;

/** The messages of one chat. It follows the newest one unless somebody has scrolled up. */
export function createTimeline({ onTap, onCommand }) {
  const list = byId('timeline');
  const scroll = byId('scroll');
  const down = byId('down');
  let views = new Map();
  let personId;
  let follows = true;
  let missed = 0;

  const toBottom = () => {
    scroll.scrollTop = scroll.scrollHeight;
  };
  const settle = () => {
    if (follows) toBottom();
    down.hidden = follows;
    byId('down-count').textContent = missed > 0 ? String(missed) : '';
  };
  const follow = () => {
    follows = true;
    missed = 0;
    settle();
  };
  scroll.addEventListener('scroll', () => {
    follows = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM_PX;
    if (follows) missed = 0;
    down.hidden = follows;
  });
  down.append(icon('down'));
  down.addEventListener('click', follow);
  // The phone's keyboard, a growing text field, pictures that arrive late: all move the bottom.
  const resized = new ResizeObserver(settle);
  resized.observe(scroll);
  resized.observe(list);

  const add = (shown, isNew) => {
    addDay(list, shown.message.date);
    const view = messageView(shown, { personId, onTap, onCommand });
    if (isNew) view.node.classList.add(shown.silent ? 'fresh' : 'rings');
    views.set(shown.message.message_id, { ...view, shown });
    list.append(view.node);
  };

  return {
    /** Shows a whole chat in place of what was there. */
    show(messages, person) {
      personId = person.id;
      views = new Map();
      list.replaceChildren();
      list.setAttribute('aria-label', word('messages'));
      down.setAttribute('aria-label', word('toBottom'));
      for (const shown of messages) add(shown, false);
      follow();
    },
    /** Adds a new message at the end. */
    add(shown) {
      const isOwn = shown.message.from?.id === personId;
      add(shown, !isOwn);
      if (isOwn) follows = true;
      else if (!follows) missed += 1;
      settle();
    },
    /** Shows an edit in place. */
    change(shown) {
      const view = views.get(shown.message.message_id);
      view?.update(shown);
      if (view) view.shown = shown;
      settle();
    },
    react(messageId, reactions) {
      const view = views.get(messageId);
      if (view) this.change({ ...view.shown, reactions });
    },
    remove(messageId) {
      views.get(messageId)?.node.remove();
      views.delete(messageId);
    },
    /** What the chat shows, oldest first. */
    messages: () => [...views.values()].map(({ shown }) => shown.message),
  };
}

/** A line with the date before the first message of a day. */
function addDay(list, date) {
  const when = new Date(date * 1_000);
  const day = when.toDateString();
  if (list.lastDay === day && list.childElementCount > 0) return;
  list.lastDay = day;
  list.append(h('li', { class: 'day' }, h('span', {}, dayName(when))));
}

function dayName(when) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (when.toDateString() === now.toDateString()) return word('today');
  if (when.toDateString() === yesterday.toDateString()) return word('yesterday');
  return when.toLocaleDateString(locale(), { day: 'numeric', month: 'long' });
}
