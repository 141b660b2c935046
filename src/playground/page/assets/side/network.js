import { openDialog } from '../base/dialog.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';

const KINDS = ['flood', 'failure', 'lost-before', 'lost-after', 'slow', 'duplicate', 'reorder'];
/** 0 is until somebody clears it. */
const TIMES = [1, 3, 10, 0];
const SECONDS = [2, 5, 30, 120];
const TIMED = new Set(['flood', 'slow']);

/** The trouble between bot and Telegram: a panel to make it, and a bar while there is some. */
export function createNetwork({ onAdd, onClear }) {
  const bar = byId('trouble');
  const button = byId('network');
  let active = { troubles: [], left: 0 };
  let list;

  const describe = ({ kind, seconds, times }) => {
    const howLong = TIMED.has(kind) ? ` · ${seconds} ${word('secondsShort')}` : '';
    return `${word(`trouble-${kind}`)}${howLong} · ${times === 0 ? word('untilCleared') : `× ${times}`}`;
  };
  const clearButton = () =>
    h('button', { type: 'button', class: 'clear', onclick: onClear }, word('clearTrouble'));
  const renderList = () => {
    if (!list) return;
    const isQuiet = active.troubles.length === 0;
    list.replaceChildren(
      ...(isQuiet
        ? [h('p', {}, word('noTrouble'))]
        : [
            h('strong', {}, word('switchedOn')),
            h('ul', {}, ...active.troubles.map((one) => h('li', {}, describe(one)))),
            clearButton(),
          ]),
    );
  };
  const renderBar = () => {
    const isQuiet = active.troubles.length === 0;
    bar.hidden = isQuiet;
    button.classList.toggle('troubled', !isQuiet);
    const left = active.left === null ? '∞' : String(active.left);
    const names = active.troubles.map(describe).join(', ');
    bar.replaceChildren(
      h('span', { class: 'line' }, `${names}. ${word('hitsLeft')} ${left}`),
      clearButton(),
    );
  };
  const choice = (label, name, values, toWord, chosen) =>
    h(
      'label',
      { class: 'field-row' },
      h('span', {}, label),
      h(
        'select',
        { name },
        ...values.map((value) => h('option', { value, selected: value === chosen }, toWord(value))),
      ),
    );
  const open = () => {
    const times = choice(
      word('howOften'),
      'times',
      TIMES,
      (count) => (count === 0 ? word('untilCleared') : `${count}`),
      3,
    );
    const seconds = choice(
      word('howLong'),
      'seconds',
      SECONDS,
      (count) => `${count} ${word('secondsShort')}`,
      5,
    );
    const where = choice(
      word('where'),
      'scope',
      ['chat', 'all'],
      (scope) => word(`scope-${scope}`),
      'chat',
    );
    const form = h(
      'form',
      { class: 'form' },
      h('div', { class: 'choices' }, where, times, seconds),
    );
    const add = (kind) => {
      const given = new FormData(form);
      onAdd({
        kind,
        scope: given.get('scope'),
        times: Number(given.get('times')),
        seconds: Number(given.get('seconds')),
      });
    };
    const switches = KINDS.map((kind) =>
      h(
        'button',
        { type: 'button', class: 'trouble-kind', onclick: () => add(kind) },
        h('strong', {}, word(`trouble-${kind}`)),
        h('span', {}, word(`about-${kind}`)),
      ),
    );
    list = h('div', { class: 'active-troubles', role: 'status' });
    renderList();
    openDialog(
      word('network'),
      h('p', { class: 'quiet' }, word('aboutNetwork')),
      list,
      form,
      h('div', { class: 'trouble-kinds' }, ...switches),
    );
  };
  button.addEventListener('click', open);
  return {
    show(now) {
      active = now;
      renderBar();
      renderList();
    },
    render: renderBar,
  };
}
