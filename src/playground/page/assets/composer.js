import { createCommands } from './commands.js';
import { byId, h, icon } from './node.js';
import { toast } from './toast.js';
import { refusalWord, word } from './words.js';

const MAX_HEIGHT_PX = 180;

/** The text field with all that belongs to it. `onText` and `onFile` reject with a refusal's code. */
export function createComposer({ onText, onFile }) {
  const form = byId('composer');
  const text = byId('text');
  const picker = byId('file');
  const attached = byId('attached');
  const send = byId('send');
  let files = [];
  let isSending = false;

  const fit = () => {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, MAX_HEIGHT_PX)}px`;
    text.classList.toggle('full', text.scrollHeight > MAX_HEIGHT_PX);
    send.disabled = text.value.trim() === '' && files.length === 0;
  };
  const fill = (value) => {
    text.value = value;
    fit();
  };
  const commands = createCommands({
    async onPick(command, { toSend }) {
      if (!toSend) fill(`/${command} `);
      else if (await trySending(() => onText(`/${command}`))) fill('');
      text.focus();
    },
  });

  const attach = (some) => {
    files = [...files, ...some];
    const drop = (file) => {
      files = files.filter((other) => other !== file);
      attach([]);
    };
    const toChip = (file) => {
      const remove = { type: 'button', 'aria-label': word('remove'), onclick: () => drop(file) };
      return h(
        'span',
        { class: 'chip' },
        icon('file'),
        h('span', {}, file.name),
        h('button', remove, icon('close')),
      );
    };
    attached.replaceChildren(...files.map(toChip));
    attached.hidden = files.length === 0;
    fit();
  };

  const submit = async () => {
    const value = text.value.trim();
    if (isSending || (value === '' && files.length === 0)) return;
    isSending = true;
    commands.hide();
    const isSent = await trySending(async () => {
      let caption = value;
      if (files.length === 0) return onText(value);
      for (const file of files) {
        await onFile(file, caption);
        caption = '';
        files = files.filter((other) => other !== file);
      }
    });
    isSending = false;
    // What was typed while it was on its way stays.
    if (isSent && text.value.trim() === value) fill('');
    attach([]);
    text.focus();
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  text.addEventListener('input', () => {
    fit();
    commands.typed();
  });
  text.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (commands.key(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  });
  text.addEventListener('paste', ({ clipboardData }) => attach(clipboardData?.files ?? []));
  byId('attach').addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    attach(picker.files);
    picker.value = '';
    text.focus();
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    attach(event.dataTransfer?.files ?? []);
  });
  byId('menu').append(icon('menu'), h('span', { id: 'menu-word' }));
  byId('attach').append(icon('attach'));
  send.append(icon('send'));

  return {
    setCommands: (some) => commands.set(some),
    /** Shows everything in the page's language. */
    translate() {
      text.placeholder = word('write');
      text.setAttribute('aria-label', word('write'));
      byId('menu-word').textContent = word('menu');
      for (const [id, name] of [
        ['menu', 'commands'],
        ['attach', 'attach'],
        ['send', 'send'],
      ]) {
        byId(id).setAttribute('aria-label', word(name));
        byId(id).title = word(name);
      }
      fit();
    },
    focus: () => text.focus(),
  };
}

/** Runs what sends something; says whether it went, and the person why it did not. */
export async function trySending(action) {
  try {
    await action();
    return true;
  } catch (error) {
    toast(refusalWord(error.message));
    return false;
  }
}
