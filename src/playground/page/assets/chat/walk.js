/** Lets the arrow keys go from message to message; Tab stops once, at the newest one. */
export function walkMessages(list) {
  list.addEventListener('keydown', (event) => {
    if (event.target !== list && !event.target.classList.contains('message')) return;
    const messages = [...list.querySelectorAll('.message')];
    const at = messages.indexOf(event.target);
    const next = {
      ArrowUp: messages.at(at < 0 ? -1 : Math.max(0, at - 1)),
      ArrowDown: messages[at + 1],
      Home: messages[0],
      End: messages.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  });
}
