import { byId, h } from './node.js';
import { word } from './words.js';

/**
 * Opens a dialog over everything with a title, if any, content and a button that closes it. The
 * result closes it too. Esc and a tap outside close it; the focus comes back to where it was.
 */
export function openDialog(title, ...content) {
  const box = byId('dialog');
  if (box.open) box.close();
  const close = () => box.close();
  box.replaceChildren(
    h(
      'div',
      { class: 'sheet' },
      title !== undefined && h('h2', { id: 'dialog-title' }, title),
      ...content,
      h(
        'div',
        { class: 'closing' },
        h('button', { type: 'button', onclick: close }, word('close')),
      ),
    ),
  );
  if (title === undefined) box.setAttribute('aria-label', word('alert'));
  else box.removeAttribute('aria-label');
  if (title !== undefined) box.setAttribute('aria-labelledby', 'dialog-title');
  else box.removeAttribute('aria-labelledby');
  // Only the part around the sheet belongs to the dialog itself.
  const onClick = ({ target }) => {
    if (target === box) close();
  };
  box.addEventListener('click', onClick);
  const onClose = () => {
    // A dialog that follows at once has opened by now, and what it shows stays.
    box.removeEventListener('click', onClick);
    if (!box.open) box.replaceChildren();
  };
  box.addEventListener('close', onClose, { once: true });
  box.showModal();
  return close;
}
