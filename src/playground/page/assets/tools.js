import { icon } from './base/icons.js';
import { byId } from './base/node.js';
import { word } from './base/words.js';

const TOOLS = [
  ['nav', 'back', 'chatsAndPeople'],
  ['find', 'search', 'search'],
  ['network', 'network', 'network'],
  ['help', 'help', 'help'],
];

/** The round buttons of the head. */
export function fillTools({ onSearch, onHelp }) {
  for (const [id, drawing] of TOOLS) byId(id).prepend(icon(drawing));
  byId('find').addEventListener('click', onSearch);
  byId('help').addEventListener('click', onHelp);
  return {
    translate() {
      for (const [id, , name] of TOOLS) {
        byId(id).setAttribute('aria-label', word(name));
        byId(id).title = word(name);
      }
      byId('side').setAttribute('aria-label', word('chatsAndPeople'));
      byId('note').textContent = word('about');
      byId('subtitle-brand').textContent = word('title');
    },
  };
}
