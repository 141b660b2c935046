/** Keys that work wherever the focus is, unless a dialog is open. */
export function listenForKeys({ onHelp, onSearch, onChat }) {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const isSearch = isCommand && event.shiftKey && event.code === 'KeyF';
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (isSearch) onSearch();
    else if (isCommand && event.code === 'Slash') onHelp();
    else if (step) onChat(step);
    else return;
    event.preventDefault();
  });
}
