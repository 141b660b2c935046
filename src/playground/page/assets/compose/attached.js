import { icon } from '../base/icons.js';
import { byId, h } from '../base/node.js';
import { toast } from '../base/toast.js';
import { sizeWord, word } from '../base/words.js';

const MEGABYTE = 1024 * 1024;
/** What Telegram takes from a bot's side of things, and what bots can download. */
const MAX_BYTES = 50 * MEGABYTE;
const BOT_BYTES = 20 * MEGABYTE;
const MAX_PHOTO_BYTES = 10 * MEGABYTE;

/** The files that wait to be sent, above the text field. */
export function createAttached({ onChange }) {
  const place = byId('attached');
  let items = [];

  const render = () => {
    place.hidden = items.length === 0;
    place.replaceChildren(...items.map(toChip));
    onChange();
  };
  const drop = (item) => {
    if (item.url) URL.revokeObjectURL(item.url);
    items = items.filter((other) => other !== item);
    render();
  };
  const toChip = (item) => {
    const { file, url } = item;
    const remove = { type: 'button', 'aria-label': `${word('remove')}: ${file.name}` };
    const bar = h('progress', { max: '1', value: '0', hidden: true, 'aria-label': file.name });
    item.bar = bar;
    const toggle = () => {
      item.isPhoto = !item.isPhoto;
      render();
    };
    return h(
      'div',
      { class: file.size > BOT_BYTES ? 'chip heavy' : 'chip' },
      url ? h('img', { src: url, alt: '' }) : icon('file'),
      h(
        'span',
        { class: 'about' },
        h('span', { class: 'file-name', dir: 'auto' }, file.name),
        h(
          'span',
          { class: 'file-size' },
          sizeWord(file.size),
          file.size > BOT_BYTES ? ` · ${word('overBotLimit')}` : '',
        ),
      ),
      url &&
        h(
          'button',
          { type: 'button', class: 'as', 'aria-pressed': String(item.isPhoto), onclick: toggle },
          word('asPhoto'),
        ),
      h('button', { ...remove, onclick: () => drop(item) }, icon('close')),
      bar,
    );
  };

  return {
    add(files) {
      for (const file of files) {
        if (file.size > MAX_BYTES)
          toast(`${file.name}: ${sizeWord(file.size)}. ${word('too-big')}`);
        else if (file.size === 0) toast(`${file.name}: ${word('empty')}`);
        else items.push(toItem(file));
      }
      render();
    },
    count: () => items.length,
    /** Hands each to `send(file, { isPhoto }, onProgress)`; those that went are taken away. */
    async sendAll(send) {
      const all = items;
      const sent = toBatches(all);
      for (const batch of sent) {
        for (const { bar } of batch) bar.hidden = false;
        await send(batch, (part) => {
          for (const { bar } of batch) bar.value = part;
        });
        for (const item of batch) drop(item);
      }
    },
  };
}

function toItem(file) {
  const isImage = /^image\/(?:png|jpeg)$/u.test(file.type);
  const isPhoto = isImage && file.size <= MAX_PHOTO_BYTES;
  return { file, isPhoto, url: isImage ? URL.createObjectURL(file) : undefined };
}

/** Photos that follow each other go as one album, up to ten; each file goes by itself. */
function toBatches(items) {
  const batches = [];
  for (const item of items) {
    const last = batches.at(-1);
    if (item.isPhoto && last?.[0].isPhoto && last.length < 10) last.push(item);
    else batches.push([item]);
  }
  return batches;
}
