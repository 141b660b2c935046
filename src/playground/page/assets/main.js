import { followChat, loadSession, sendFile, sendText, setLanguage, tapButton } from './api.js';
import { createComposer, trySending } from './composer.js';
import { createRinging, createSubtitle, watchStatus } from './head.js';
import { createHint } from './hint.js';
import { byId, h } from './node.js';
import { createPeople } from './people.js';
import { createTimeline } from './timeline.js';
import { showAnswer } from './toast.js';
import { speak, word } from './words.js';

const CHOSEN = 'codefoundry-person';

/** Says that the address belongs to an earlier start. */
function showDead() {
  speak(navigator.language);
  byId('app').hidden = true;
  byId('dead').replaceChildren(
    h('img', { src: '/assets/icon.svg', alt: '', width: '72', height: '72' }),
    h('h1', {}, word('deadTitle')),
    h('p', {}, word('dead')),
  );
  byId('dead').hidden = false;
}

function start(session) {
  let { persons } = session;
  let person;
  let leave = () => {};

  const say = (text) => sendText(person.id, text);
  const timeline = createTimeline({
    onCommand: (text) => trySending(() => say(text)),
    onTap: (messageId, label) =>
      trySending(async () => showAnswer(await tapButton(person.id, messageId, label))),
  });
  const composer = createComposer({
    onText: say,
    onFile: (file, caption) => sendFile(person.id, file, caption),
  });
  const hint = createHint({ onExample: (text) => trySending(() => say(text)) });
  const subtitle = createSubtitle();
  const ringing = createRinging(() => `${session.bot.name}: ${word('title')}`);

  const changes = {
    chat({ messages, commands }) {
      timeline.show(messages, person);
      composer.setCommands(commands);
      subtitle.idle();
    },
    message({ shown }) {
      timeline.add(shown);
      const isOwn = shown.message.from?.id === person.id;
      if (!isOwn) subtitle.idle();
      if (!isOwn && !shown.silent) ringing.ring();
    },
    edited: ({ shown }) => timeline.change(shown),
    deleted: ({ messageId }) => timeline.remove(messageId),
    reaction: ({ messageId, reactions }) => timeline.react(messageId, reactions),
    action: ({ action }) => subtitle.acting(action),
    commands: ({ commands }) => composer.setCommands(commands),
    elsewhere: ({ personId }) => people.mark(personId),
  };
  const choose = (chosen) => {
    person = chosen;
    sessionStorage.setItem(CHOSEN, String(chosen.id));
    speak(chosen.languageCode);
    people.show(persons, chosen);
    composer.translate();
    subtitle.connecting();
    ringing.reset();
    leave();
    leave = followChat(
      chosen.id,
      (kind, change) => {
        changes[kind](change);
        hint.update(timeline.messages(), person);
      },
      (isOver) => (isOver ? comeBack() : subtitle.offline()),
    );
  };
  // Refused for good: either the key is of another start, or something between us cut the line.
  const comeBack = () =>
    loadSession().then(
      () => setTimeout(() => choose(person), 1_000),
      (error) => (error.message === 'wrong-key' ? showDead() : subtitle.offline()),
    );
  const people = createPeople({
    onChoose: (chosen) => {
      choose(chosen);
      composer.focus();
    },
    onLanguage: (somebody, code) =>
      trySending(async () => {
        persons = await setLanguage(somebody.id, code);
        choose(persons.find(({ id }) => id === somebody.id));
      }),
  });

  byId('bot-name').textContent = session.bot.name;
  byId('app').hidden = false;
  const last = persons.find(({ id }) => String(id) === sessionStorage.getItem(CHOSEN));
  choose(last ?? persons[0]);
  void watchStatus();
  if (matchMedia('(hover: hover)').matches) composer.focus();
}

try {
  start(await loadSession());
} catch (error) {
  showDead();
  throw error;
}
