import { icon } from '../base/icons.js';
import { copy, h } from '../base/node.js';
import { toast } from '../base/toast.js';
import { word } from '../base/words.js';
import { highlight } from './highlight.js';

/** A block of code with its language, colours and a button that copies it. */
export function codeBlock(text, language = '') {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'copy',
      'aria-label': word('copyCode'),
      title: word('copyCode'),
      onclick: async () => toast(word((await copy(text)) ? 'copied' : 'notCopied')),
    },
    icon('copy'),
  );
  const head = h('div', { class: 'code-head' }, h('span', {}, language || word('code')), button);
  const code = h('code');
  if (language === 'diff' || language === 'patch') fillDiff(code, text);
  else
    for (const [look, piece] of highlight(text, language))
      code.append(look ? h('span', { class: `code-${look}` }, piece) : piece);
  const name = language || word('code');
  const pre = h('pre', { tabindex: '0', role: 'region', 'aria-label': name }, code);
  return h('div', { class: 'block code-block' }, head, pre);
}

function fillDiff(code, text) {
  for (const line of text.split(/(?<=\n)/u)) {
    const kind = /^(?:\+\+\+|---|@@|diff )/u.test(line)
      ? 'about'
      : { '+': 'added', '-': 'removed' }[line[0]];
    code.append(kind ? h('span', { class: `diff-${kind}` }, line) : line);
  }
}
