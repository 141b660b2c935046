import { followPlace, loadSession } from './base/api.js';
import { h, byId } from './base/node.js';
import { speak, word } from './base/words.js';
import { watchStatus } from './chat/head.js';
import { createPage } from './page.js';

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

async function start() {
  const page = await createPage(await loadSession());
  let leave = () => {};

  const enter = (place) => {
    leave();
    leave = followPlace(
      place,
      (kind, change) => page.hear(kind, change),
      (isOver) => (isOver ? comeBack(place) : page.offline()),
    );
  };
  // Refused for good: either the key is of another start, or something between us cut the line.
  const comeBack = (place) =>
    loadSession().then(
      () => setTimeout(() => enter(place), 1_000),
      (error) => (error.message === 'wrong-key' ? showDead() : page.offline()),
    );
  page.begin(enter);
  byId('app').hidden = false;
  void watchStatus();
  if (matchMedia('(hover: hover)').matches) page.focus();
}

try {
  await start();
} catch (error) {
  showDead();
  throw error;
}
