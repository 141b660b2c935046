import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { word } from '../base/words.js';

const STEPS = [
  { title: 'firstStep', text: '/new telegram-bot demo' },
  { title: 'secondStep', text: 'add a /ping command with a test' },
];
const DISMISSED = 'codefoundry-hint-dismissed';

/** Shows newcomers what to type: all of it in an empty chat, then the next step once it fits. */
export function createHint({ onExample }) {
  const card = byId('hint');
  const chip = byId('next-step');

  const renderStep = ({ title, text }, index) =>
    h(
      'button',
      { type: 'button', class: 'example', onclick: () => onExample(text) },
      h('span', { class: 'number', 'aria-hidden': 'true' }, String(index + 1)),
      h('span', { class: 'about' }, h('span', {}, word(title)), h('code', {}, text)),
    );
  const renderCard = (person) => {
    const isKnown = person.part !== 'stranger';
    card.replaceChildren(
      h('img', { src: '/assets/icon.svg', alt: '', width: '64', height: '64' }),
      h('h2', {}, word('hintTitle')),
      h('p', {}, word(isKnown ? 'hint' : 'hintStranger')),
      ...(isKnown ? STEPS.map(renderStep) : []),
    );
  };
  const renderChip = ({ text }) => {
    const dismiss = () => {
      sessionStorage.setItem(DISMISSED, 'yes');
      chip.hidden = true;
    };
    chip.replaceChildren(
      h('span', { class: 'label' }, word('next')),
      h('button', { type: 'button', class: 'try', onclick: () => onExample(text) }, text),
      h(
        'button',
        { type: 'button', class: 'dismiss', 'aria-label': word('dismiss'), onclick: dismiss },
        icon('close'),
      ),
    );
  };

  return {
    /** Fits to the messages of a chat; only the private chat has hints. */
    update(messages, person, isPrivate) {
      if (!isPrivate) {
        card.hidden = true;
        chip.hidden = true;
        return;
      }
      const own = messages.filter(({ from }) => from?.id === person.id).map(({ text }) => text);
      card.hidden = messages.length > 0;
      if (!card.hidden) renderCard(person);
      const done = STEPS.findLastIndex(({ text }) => own.includes(text));
      const next = done < 0 ? undefined : STEPS[done + 1];
      const isAnswered = messages.at(-1)?.from?.id !== person.id;
      chip.hidden = !next || !isAnswered || sessionStorage.getItem(DISMISSED) !== null;
      if (!chip.hidden) renderChip(next);
    },
  };
}
