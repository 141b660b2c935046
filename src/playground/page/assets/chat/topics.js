import { iconButton } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';

const GENERAL = 1;

/** The topics of a chat as tabs. `onChoose(topicId)`: undefined is all of them together. */
export function createTopics({ onChoose, onNew, unreadOf }) {
  const bar = byId('topics');
  let state = { topics: [], kind: 'private', current: undefined };

  const tab = (id, name, isClosed) => {
    const unread = unreadOf(id);
    const isCurrent = id === state.current;
    return h(
      'button',
      {
        type: 'button',
        class: isClosed ? 'tab closed' : 'tab',
        'aria-pressed': String(isCurrent),
        onclick: () => onChoose(id),
      },
      h('bdi', {}, name),
      unread > 0 && h('span', { class: 'badge' }, String(unread)),
    );
  };
  const render = () => {
    const { topics, kind } = state;
    bar.hidden = topics.length === 0 && kind !== 'forum';
    bar.setAttribute('aria-label', word('topics'));
    bar.setAttribute('role', 'group');
    bar.replaceChildren(
      tab(undefined, word('allTopics')),
      ...(kind === 'forum' ? [tab(GENERAL, word('general'))] : []),
      ...topics.map(({ id, name, isClosed }) => tab(id, name, isClosed)),
      iconButton('plus', word('newTopic'), { onclick: onNew }),
    );
    bar
      .querySelector('[aria-pressed="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return {
    show(changes) {
      state = { ...state, ...changes };
      render();
    },
    render,
  };
}
