import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { trySending } from '../base/toast.js';
import { word } from '../base/words.js';
import { createAbout } from './about.js';
import { createAttached } from './attached.js';
import { createCommands } from './commands.js';
import { catchFiles } from './drop.js';
import { createReplyKeyboard } from './reply-keyboard.js';

const MAX_HEIGHT_PX = 180;

/**
 * The text field with all that belongs to it. `onText(text, replyTo)`, `onEdit(messageId, text)`
 * and `onFiles(batch, caption, replyTo, onProgress)` reject with a refusal's code;
 * `findLastOwn()` is the text that ↑ in an empty field changes.
 */
export function createComposer({ onText, onEdit, onFiles, findLastOwn }) {
  const form = byId('composer');
  const text = byId('text');
  const picker = byId('file');
  const send = byId('send');
  let isSending = false;

  const fit = () => {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, MAX_HEIGHT_PX)}px`;
    text.classList.toggle('full', text.scrollHeight > MAX_HEIGHT_PX);
    send.disabled = text.value.trim() === '' && attached.count() === 0;
  };
  const fill = (value) => {
    text.value = value;
    fit();
  };
  const attached = createAttached({ onChange: () => fit() });
  const about = createAbout({
    onChange(now) {
      form.classList.toggle('editing', now?.kind === 'edit');
      if (now?.kind === 'edit') fill(now.message.text);
    },
  });
  const keyboard = createReplyKeyboard({
    onText: (value) => trySending(() => onText(value)),
  });
  const commands = createCommands({
    async onPick(command, { toSend }) {
      if (!toSend) fill(`/${command} `);
      else if (await trySending(() => onText(`/${command}`))) fill('');
      text.focus();
    },
  });

  const deliver = async (value) => {
    const { kind, message } = about.get() ?? {};
    if (kind === 'edit') return onEdit(message.message_id, value);
    // What the bot asked for becomes a reply by itself, and is done then.
    const replyTo = kind === 'reply' ? message.message_id : undefined;
    if (attached.count() === 0) return onText(value, replyTo);
    let caption = value;
    return attached.sendAll(async (batch, onProgress) => {
      await onFiles(batch, caption, replyTo, onProgress);
      caption = '';
    });
  };
  const submit = async () => {
    const value = text.value.trim();
    if (isSending || (value === '' && attached.count() === 0)) return;
    isSending = true;
    commands.hide();
    const answered = about.get();
    const isSent = await trySending(() => deliver(value));
    isSending = false;
    // A quick bot may have asked for the next reply before the sending was confirmed.
    if (isSent && about.get() === answered) about.clear();
    // What was typed while it was on its way stays.
    if (isSent && text.value.trim() === value) fill('');
    text.focus();
  };
  const cancel = () => {
    if (about.get()?.kind === 'edit') fill('');
    about.clear();
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    const own = event.key === 'ArrowUp' && isPlain && text.value === '' && findLastOwn();
    if (commands.key(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape' && about.get()) {
      event.stopPropagation();
      cancel();
    } else if (own) {
      event.preventDefault();
      about.edit(own);
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  text.addEventListener('input', () => {
    fit();
    commands.typed();
  });
  text.addEventListener('keydown', onKey);
  byId('attach').addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    attached.add(picker.files);
    picker.value = '';
    text.focus();
  });
  catchFiles(text, (files) => attached.add(files));
  byId('menu').append(icon('menu'), h('span', { id: 'menu-word' }));
  byId('attach').append(icon('attach'));
  send.append(icon('send'));

  const translate = () => {
    text.placeholder = keyboard.placeholder() ?? word('write');
    text.setAttribute('aria-label', word('write'));
    byId('menu-word').textContent = word('menu');
    for (const [id, name] of [
      ['menu', 'menuCommands'],
      ['attach', 'attach'],
      ['send', 'send'],
      ['keys', 'botKeys'],
      ['file', 'attach'],
    ]) {
      byId(id).setAttribute('aria-label', word(name));
      byId(id).title = word(name);
    }
    fit();
  };
  return {
    setCommands: (some) => commands.set(some),
    /** Shows the bot's keys; `asked` is the message that wants a reply, if one does. */
    setKeyboard(given, asked) {
      keyboard.show(given);
      if (given?.force_reply && asked) about.forcedReply(asked);
      else if (about.get()?.kind === 'forced') about.clear();
      translate();
    },
    /** Shows everything in the page's language. */
    translate,
    reply(message) {
      about.reply(message);
      text.focus();
    },
    edit(message) {
      about.edit(message);
      text.focus();
    },
    /** Forgets what belongs to the chat that was left. */
    leave() {
      cancel();
      commands.hide();
    },
    focus: () => text.focus(),
  };
}
