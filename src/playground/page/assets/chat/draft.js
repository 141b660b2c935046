import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';
import { renderRich } from '../message/rich-blocks.js';
import { renderText } from '../message/text.js';

/** The answer that the bot is still writing, at the end of the chat. `onStop(draft)` ends it. */
export function createDraft({ onStop, onChange }) {
  const place = byId('draft');
  let timer;

  const render = (draft) => {
    const { text = '', entities = [], rich, canStop } = draft;
    const inert = { onTap: async () => {}, onCommand: () => {} };
    const words = h('div', { class: 'text', dir: 'auto' });
    if (text === '' && !rich) words.append(h('span', { class: 'thinking' }, word('thinking')));
    else if (!rich) words.append(renderText(text, entities, () => {}));
    const stop = h(
      'button',
      { type: 'button', class: 'stop', onclick: () => onStop(draft) },
      icon('stop'),
      word('stop'),
    );
    return [
      h('div', { class: 'bubble wide' }, rich ? renderRich(rich, inert) : words),
      ...(canStop ? [stop] : []),
    ];
  };

  return {
    show(draft) {
      clearTimeout(timer);
      place.hidden = !draft;
      // A Stop button that was replaced at every word could not be tapped.
      if (!draft) place.replaceChildren();
      else {
        const [bubble, stop] = render(draft);
        const kept = place.querySelector('.stop');
        const isKept = kept && stop && place.dataset.id === String(draft.draftId);
        place.dataset.id = draft.draftId;
        if (isKept) place.querySelector('.bubble').replaceWith(bubble);
        else place.replaceChildren(bubble, ...(stop ? [stop] : []));
        timer = setTimeout(() => this.show(null), Math.max(0, draft.expiresAtMs - Date.now()));
      }
      onChange();
    },
  };
}
