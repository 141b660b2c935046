import { byId, h } from '../base/node.js';
import { currentLanguage, word } from '../base/words.js';
import { badge, face } from './face.js';

const LANGUAGES = [
  ['en', 'English'],
  ['ru', 'Русский'],
];

/** Who one can speak as, and in which language. `unreadOf(person)` counts what waits for them. */
export function createPeople({ onChoose, onLanguage, unreadOf }) {
  const list = byId('people');
  const tongue = byId('languages');
  let persons = [];
  let current;

  const tile = (person) =>
    h(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-pressed': String(person.id === current.id),
        title: word(person.part),
        onclick: () => onChoose(person),
      },
      face(person.name, person.part),
      h('bdi', { class: 'person-name' }, person.name),
      badge(person.id === current.id ? 0 : unreadOf(person), word('unread')),
    );
  const languageButton = ([code, name]) =>
    h(
      'button',
      {
        type: 'button',
        lang: code,
        'aria-pressed': String(currentLanguage() === code),
        onclick: () => onLanguage(code),
      },
      name,
    );
  const render = () => {
    byId('people-title').textContent = word('speakAs');
    list.setAttribute('aria-label', word('speakAs'));
    list.replaceChildren(...persons.map(tile));
    byId('part').textContent = word(current.part);
    tongue.setAttribute('aria-label', word('language'));
    tongue.replaceChildren(...LANGUAGES.map(languageButton));
  };
  return {
    show(everybody, person) {
      persons = everybody;
      current = person;
      render();
    },
    render,
  };
}
