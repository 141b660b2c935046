import { openDialog } from '../base/dialog.js';
import { h } from '../base/node.js';
import { word } from '../base/words.js';

const MAX_TITLE = 128;

/** Asks what a new group is to be; `onMake(settings)` makes it. The one who asks is in it anyway. */
export function askForGroup({ persons, person, onMake }) {
  const title = h('input', {
    name: 'title',
    required: true,
    maxlength: String(MAX_TITLE),
    value: word('groupName'),
    autocomplete: 'off',
  });
  const form = h(
    'form',
    { class: 'form' },
    h('label', { class: 'field-row' }, h('span', {}, word('groupTitle')), title),
    check('isForum', word('withTopics'), false),
    h(
      'fieldset',
      {},
      h('legend', {}, word('members')),
      ...persons.map(({ id, name, part }) => {
        const box = check('person', name, part !== 'stranger' || id === person.id, String(id));
        box.querySelector('input').disabled = id === person.id;
        return box;
      }),
    ),
    check('isAdministrator', word('botHearsAll'), true),
    h('button', { type: 'submit', class: 'primary-button' }, word('makeGroup')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    close();
    onMake({
      title: title.value.trim() || word('groupName'),
      isForum: given.has('isForum'),
      personIds: given.getAll('person').map(Number),
      botAs: given.has('isAdministrator') ? 'administrator' : 'member',
    });
  });
  const close = openDialog(word('newGroup'), form);
  title.select();
}

/** Asks for one line of text. */
export function askForLine(title, label, onDone) {
  const field = h('input', { required: true, maxlength: String(MAX_TITLE), autocomplete: 'off' });
  const form = h(
    'form',
    { class: 'form' },
    h('label', { class: 'field-row' }, h('span', {}, label), field),
    h('button', { type: 'submit', class: 'primary-button' }, word('make')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    close();
    if (field.value.trim() !== '') onDone(field.value.trim());
  });
  const close = openDialog(title, form);
  field.focus();
}

function check(name, label, checked, value = 'yes') {
  return h(
    'label',
    { class: 'check-row' },
    h('input', { type: 'checkbox', name, value, checked }),
    h('bdi', {}, label),
  );
}
