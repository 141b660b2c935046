import { openDialog } from '../base/dialog.js';
import { icon } from '../base/icons.js';
import { h } from '../base/node.js';
import { word } from '../base/words.js';

const SHORTCUTS = [
  [['Enter'], 'keySend'],
  [['Shift', 'Enter'], 'keyLine'],
  [['/'], 'keyCommands'],
  [['↑'], 'keyEdit'],
  [['Tab', '↑', '↓'], 'keyWalk'],
  [['Enter'], 'keyMenu'],
  [['Alt', '↑ ↓'], 'keyChats'],
  [['Ctrl', 'Shift', 'F'], 'keySearch'],
  [['Ctrl', '/'], 'keyHelp'],
  [['Esc'], 'keyEscape'],
];

/** Tells what this page is, and its keys. */
export function openHelp() {
  openDialog(
    word('help'),
    h('p', { class: 'note' }, icon('spark'), h('span', {}, word('about'))),
    h('p', {}, word('helpMouse')),
    h(
      'dl',
      { class: 'keys-list' },
      ...SHORTCUTS.map(([keys, what]) =>
        h('div', {}, h('dt', {}, ...keys.map((key) => h('kbd', {}, key))), h('dd', {}, word(what))),
      ),
    ),
  );
}
