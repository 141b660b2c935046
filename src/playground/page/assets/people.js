import { byId, h, icon } from './node.js';
import { currentLanguage, word } from './words.js';

const LANGUAGES = [
  ['en', 'English'],
  ['ru', 'Русский'],
];

/** Who one can speak as: a side bar where there is room for it, a panel where there is not. */
export function createPeople({ onChoose, onLanguage }) {
  const panel = byId('people');
  const who = byId('who');
  const unread = new Set();
  let persons = [];
  let current;

  const open = (isOpen) => {
    panel.classList.toggle('open', isOpen);
    who.setAttribute('aria-expanded', String(isOpen));
  };
  const choose = (person) => {
    open(false);
    if (person.id !== current.id) onChoose(person);
  };
  who.addEventListener('click', () => open(!panel.classList.contains('open')));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') open(false);
  });
  document.addEventListener('click', ({ target }) => {
    if (!panel.contains(target) && !who.contains(target)) open(false);
  });

  const renderPerson = (person) => {
    const isCurrent = person.id === current.id;
    return h(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-pressed': String(isCurrent),
        onclick: () => choose(person),
      },
      face(person),
      h(
        'span',
        { class: 'about' },
        h('span', { class: 'person-name' }, person.name),
        h('span', { class: 'part' }, word(person.part)),
      ),
      unread.has(person.id) && h('span', { class: 'unread', 'aria-label': word('unread') }),
    );
  };
  const renderLanguage = ([code, name]) =>
    h(
      'button',
      {
        type: 'button',
        lang: code,
        'aria-pressed': String(currentLanguage() === code),
        onclick: () => onLanguage(current, code),
      },
      name,
    );
  const render = () => {
    const tongue = { class: 'languages', role: 'group', 'aria-label': word('language') };
    panel.setAttribute('aria-label', word('people'));
    panel.replaceChildren(
      h(
        'div',
        { class: 'brand' },
        h('img', { src: '/assets/icon.svg', alt: '', width: '34', height: '34' }),
        h('div', {}, h('strong', {}, 'CodeFoundry'), h('span', {}, word('title'))),
      ),
      h('h2', {}, word('speakAs')),
      h('div', { class: 'list' }, ...persons.map(renderPerson)),
      h('h2', {}, word('language')),
      h('div', tongue, ...LANGUAGES.map(renderLanguage)),
      h('p', { class: 'note' }, icon('spark'), h('span', {}, word('about'))),
    );
    who.setAttribute('aria-label', `${word('people')}: ${current.name}`);
    who.title = word('people');
    who.classList.toggle('has-unread', unread.size > 0);
    byId('who-face').replaceChildren(face(current));
  };

  return {
    show(everybody, person) {
      persons = everybody;
      current = person;
      unread.delete(person.id);
      render();
    },
    /** Marks somebody whom the bot wrote to. */
    mark(personId) {
      unread.add(personId);
      render();
    },
  };
}

function face({ name, part }) {
  const initial = Array.from(name.trim())[0] ?? '?';
  return h('span', { class: `face-disc ${part}`, 'aria-hidden': 'true' }, initial.toUpperCase());
}
