import { byId, h, oncePerFrame } from '../base/node.js';
import { icon } from '../base/icons.js';
import { locale, word } from '../base/words.js';
import { messageView } from '../message/view.js';
import { walkMessages } from './walk.js';

const NEAR_BOTTOM_PX = 80;
const NEAR_TOP_PX = 500;
/** What a chat that is followed keeps on the page; older ones come back when scrolled to. */
const MAX_KEPT = 260;
const KEPT_AFTER_CUT = 160;

/**
 * The messages of one place. It follows the newest one unless somebody has scrolled up.
 * `onEarlier(beforeId, toId?)` resolves with `{ messages, earlier }` of what came before.
 */
export function createTimeline({ actions, onEarlier }) {
  const list = byId('timeline');
  const scroll = byId('scroll');
  const down = byId('down');
  let views = new Map();
  let looks = { personId: 0, hasNames: false, actions };
  let earlier = 0;
  let isLoading = false;
  let follows = true;
  let missed = 0;
  let lastTop = 0;

  const settle = () => {
    if (follows) scroll.scrollTop = scroll.scrollHeight;
    down.hidden = follows;
    byId('down-count').textContent = missed > 0 ? String(missed) : '';
    down.setAttribute('aria-label', word('toBottom'));
  };
  const settleSoon = oncePerFrame(settle);
  const follow = () => {
    follows = true;
    missed = 0;
    settle();
  };
  scroll.addEventListener('scroll', () => {
    const isNear = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM_PX;
    // What grows below is no reason to stop following; only somebody who goes up is.
    if (isNear || scroll.scrollTop < lastTop) follows = isNear;
    lastTop = scroll.scrollTop;
    if (follows) missed = 0;
    down.hidden = follows;
    if (scroll.scrollTop < NEAR_TOP_PX && !follows) void loadEarlier();
  });
  down.append(icon('down'));
  down.addEventListener('click', follow);
  // The phone's keyboard, a growing text field, pictures that arrive late: all move the bottom.
  const resized = new ResizeObserver(settle);
  resized.observe(scroll);
  resized.observe(list);
  walkMessages(list);

  const make = (shown) => {
    const view = messageView(shown, looks);
    views.set(shown.message.message_id, { ...view, shown });
    view.node.dataset.day = dayOf(shown.message.date);
    if (shown.message.media_group_id) view.node.dataset.album = shown.message.media_group_id;
    return view.node;
  };
  /** Puts the node at the end: under its day, and into its album. */
  const append = (parent, node) => {
    const last = parent.lastElementChild;
    const { day, album } = node.dataset;
    if (last?.dataset.day !== day) parent.append(dayLine(day));
    if (album !== undefined && last?.dataset.album === album && last.classList.contains('album'))
      return last.append(node);
    if (album === undefined) return parent.append(node);
    const side = node.classList.contains('own') ? 'own' : 'bot';
    const group = h('div', { class: `album ${side}`, 'data-album': album, 'data-day': day }, node);
    return parent.append(group);
  };
  const cutOld = () => {
    if (!follows || views.size <= MAX_KEPT) return;
    const old = [...views.keys()].slice(0, views.size - KEPT_AFTER_CUT);
    for (const id of old) drop(id);
    earlier += old.length;
    while (list.firstElementChild?.classList.contains('day') && isDay(list.children[1]))
      list.firstElementChild.remove();
    settle();
  };
  const drop = (id) => {
    const node = views.get(id)?.node;
    const album = node?.closest('.album');
    node?.remove();
    if (album?.childElementCount === 0) album.remove();
    views.delete(id);
  };
  const loadEarlier = async (to) => {
    const [first] = views.keys();
    if (isLoading || earlier === 0 || first === undefined) return;
    isLoading = true;
    const loaded = await onEarlier(first, to).catch(() => undefined);
    isLoading = false;
    if (!loaded || !views.has(first)) return;
    const after = views;
    views = new Map();
    const before = document.createDocumentFragment();
    for (const shown of loaded.messages) append(before, make(shown));
    views = new Map([...views, ...after]);
    earlier = loaded.earlier;
    const fromBottom = scroll.scrollHeight - scroll.scrollTop;
    const day = list.firstElementChild;
    if (isDay(day) && day.dataset.day === before.lastElementChild?.dataset.day) day.remove();
    list.prepend(before);
    scroll.scrollTop = scroll.scrollHeight - fromBottom;
  };

  return {
    /** Shows a whole place in place of what was there. */
    show(stretch, { personId, hasNames }) {
      looks = { personId, hasNames, actions };
      views = new Map();
      earlier = stretch.earlier;
      const all = document.createDocumentFragment();
      for (const shown of stretch.messages) append(all, make(shown));
      list.replaceChildren(all);
      list.setAttribute('aria-label', word('messages'));
      follow();
    },
    /** Adds a new message at the end. */
    add(shown) {
      const isOwn = shown.message.from?.id === looks.personId;
      const node = make(shown);
      if (!isOwn) node.classList.add(shown.silent ? 'fresh' : 'rings');
      append(list, node);
      if (isOwn) follows = true;
      else if (!follows) missed += 1;
      cutOld();
      settleSoon();
    },
    /** Shows an edit in place; what is not given stays. */
    change(messageId, changes) {
      const view = views.get(messageId);
      if (!view) return;
      view.shown = { ...view.shown, ...changes };
      view.update(view.shown);
      settleSoon();
    },
    remove(messageId) {
      drop(messageId);
      settleSoon();
    },
    /** Brings a message into view, also one that was not loaded yet. */
    async jump(messageId) {
      if (!views.has(messageId)) await loadEarlier(messageId);
      const node = views.get(messageId)?.node;
      if (!node) return false;
      follows = false;
      node.scrollIntoView({ block: 'center' });
      node.classList.remove('flash');
      void node.offsetWidth;
      node.classList.add('flash');
      return true;
    },
    find: (messageId) => views.get(messageId)?.shown,
    /** What the page has of the chat, oldest first. */
    messages: () => [...views.values()].map(({ shown }) => shown.message),
    /** Whether the newest message is in view. */
    isFollowing: () => follows,
    settle: settleSoon,
  };
}

function isDay(node) {
  return node?.classList.contains('day') ?? false;
}

function dayOf(date) {
  return new Date(date * 1_000).toDateString();
}

/** A line with the date before the first message of a day. */
function dayLine(day) {
  return h('div', { class: 'day', 'data-day': day }, h('span', {}, dayName(new Date(day))));
}

function dayName(when) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (when.toDateString() === now.toDateString()) return word('today');
  if (when.toDateString() === yesterday.toDateString()) return word('yesterday');
  return when.toLocaleDateString(locale(), { day: 'numeric', month: 'long' });
}
