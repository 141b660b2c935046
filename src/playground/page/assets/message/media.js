import { fileUrl } from '../base/api.js';
import { icon } from '../base/icons.js';
import { h } from '../base/node.js';
import { durationWord, sizeWord, word } from '../base/words.js';

/** Photo, video, sound or file of a message, or of a rich block; false where there is none. */
export function renderMedia(content, onOpen = openViewer) {
  const { photo, video, animation, audio, document, sticker } = content;
  const voice = content.voice ?? content.voice_note;
  const round = content.video_note;
  if (photo) return renderPhoto(photo, content.has_media_spoiler ?? content.has_spoiler, onOpen);
  if (animation) return renderVideo(animation, { loop: true });
  if (video) return renderVideo(video);
  if (round) return renderVideo(round, { class: 'round' });
  if (voice) return renderSound(voice, word('voice'));
  if (audio) return renderSound(audio, audioName(audio));
  if (sticker) return h('span', { class: 'sticker' }, sticker.emoji ?? '▢');
  return document ? renderDocument(document) : false;
}

/** What a message without words is called, where there is room for a line only. */
export function contentWord(message) {
  const words = message.text ?? message.caption;
  if (words) return words;
  if (message.rich_message) return firstWords(message.rich_message.blocks);
  if (message.document) return message.document.file_name ?? word('file');
  if (message.photo) return word('photo');
  if (message.video ?? message.animation ?? message.video_note) return word('video');
  if (message.voice) return word('voice');
  if (message.audio) return audioName(message.audio);
  return '…';
}

function firstWords(value) {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value
      .reduce((text, part) => (text.length > 80 ? text : `${text} ${firstWords(part)}`), '')
      .trim();
  if (typeof value !== 'object' || value === null) return '';
  const { text, blocks, items, summary, cells, expression } = value;
  return firstWords(text ?? summary ?? blocks ?? items ?? cells ?? expression);
}

function audioName({ performer, title, file_name: name }) {
  return [performer, title].filter(Boolean).join(' – ') || name || word('audio');
}

function renderPhoto(sizes, isHidden, onOpen) {
  const { file_id: fileId, width, height } = sizes.at(-1);
  const image = h('img', {
    src: fileUrl(fileId),
    alt: '',
    width,
    height,
    loading: 'lazy',
    decoding: 'async',
  });
  const button = h(
    'button',
    {
      type: 'button',
      class: isHidden ? 'photo covered' : 'photo',
      'aria-label': word('openPhoto'),
      onclick: () => {
        if (button.classList.contains('covered')) button.classList.remove('covered');
        else onOpen(fileId);
      },
    },
    image,
  );
  return button;
}

function renderVideo(
  { file_id: fileId, width, height, file_size: size },
  { loop, class: look } = {},
) {
  const attributes = { src: fileUrl(fileId), controls: true, preload: 'metadata', width, height };
  const video = h('video', {
    ...attributes,
    loop,
    playsinline: true,
    class: look ?? 'video',
    'aria-label': word('video'),
  });
  video.addEventListener('error', () =>
    video.replaceWith(
      renderDocument({ file_id: fileId, file_name: word('video'), file_size: size }),
    ),
  );
  return video;
}

function renderSound(sound, name) {
  const { file_id: fileId, duration = 0 } = sound;
  const player = h('audio', {
    src: fileUrl(fileId),
    controls: true,
    preload: 'metadata',
    'aria-label': name,
  });
  player.addEventListener('error', () => {
    const file = {
      file_id: fileId,
      file_name: sound.file_name ?? name,
      file_size: sound.file_size,
    };
    player.parentElement?.replaceWith(renderDocument(file));
  });
  return h(
    'div',
    { class: 'sound' },
    h('span', { class: 'file-name' }, name),
    duration > 0 && h('span', { class: 'file-size' }, durationWord(duration)),
    player,
  );
}

function renderDocument({ file_id: fileId, file_name: name = 'file', file_size: size = 0 }) {
  const about = h(
    'span',
    { class: 'about' },
    h('span', { class: 'file-name', dir: 'auto' }, name),
    h('span', { class: 'file-size' }, `${sizeWord(size)} · ${word('download')}`),
  );
  const attributes = { href: fileUrl(fileId), download: name, class: 'document' };
  return h('a', attributes, h('span', { class: 'disc' }, icon('file')), about);
}

/** Shows a photo over the whole window until it is closed. */
function openViewer(fileId) {
  const viewer = document.getElementById('viewer');
  const close = () => viewer.close();
  const button = { type: 'button', class: 'tool', 'aria-label': word('close'), onclick: close };
  viewer.setAttribute('aria-label', word('photo'));
  viewer.replaceChildren(
    h(
      'div',
      { class: 'viewer-bar' },
      h(
        'a',
        { class: 'tool', href: fileUrl(fileId), download: 'photo', 'aria-label': word('download') },
        icon('down'),
      ),
      h('button', button, icon('close')),
    ),
    h('img', { src: fileUrl(fileId), alt: word('photo') }),
  );
  const onClick = ({ target }) => {
    if (!target.closest('a')) close();
  };
  viewer.addEventListener('click', onClick);
  const onClose = () => {
    viewer.removeEventListener('click', onClick);
    viewer.replaceChildren();
  };
  viewer.addEventListener('close', onClose, { once: true });
  viewer.showModal();
}
