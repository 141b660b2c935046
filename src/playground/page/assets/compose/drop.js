import { byId } from '../base/node.js';
import { word } from '../base/words.js';

/** Hands over files that are dropped anywhere on the page, or pasted into the text field. */
export function catchFiles(text, onFiles) {
  const sign = byId('dropping');
  let depth = 0;
  const show = (isOver) => {
    sign.textContent = word('dropHere');
    sign.hidden = !isOver;
  };
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false;

  text.addEventListener('paste', (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
  document.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    show(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (!hasFiles(event)) return;
    depth -= 1;
    if (depth <= 0) show(false);
  });
  document.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    depth = 0;
    show(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles(event.dataTransfer.files);
  });
}
