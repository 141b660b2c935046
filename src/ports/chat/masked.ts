import type { Card, CardFile } from '#kernel/card.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Chat } from './port.ts';

/** A chat whose cards hold no secret: what is stored to be sent is masked already. */
export function maskedChat<Kind extends Chat>(chat: Kind, masker: Masker): Kind {
  return {
    ...chat,
    post: (conversation, key, card) => chat.post(conversation, key, maskCard(card, masker)),
    show: (conversation, key, card) => chat.show(conversation, key, maskCard(card, masker)),
    close: (conversation, key, card) => chat.close(conversation, key, maskCard(card, masker)),
    write: (conversation, key, text) =>
      chat.write(conversation, key, masker.maskMarkdown(wholeWords(text))),
  };
}

/** Without the word at its end, which may be the beginning of a secret that nobody knows yet. */
function wholeWords(text: string): string {
  let end = text.length;
  // Not by a pattern: looking for one at the end of a text takes the square of its length.
  while (end > 0 && !/\s/u.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `card` without secrets: its text, the labels of its buttons, its file and the file's name. */
export function maskCard(card: Card, masker: Masker): Card {
  const { text, buttons, file } = card;
  return {
    ...card,
    text: masker.maskMarkdown(text),
    ...(buttons && {
      buttons: buttons.map((row) =>
        row.map((button) => ({ ...button, label: masker.mask(button.label) })),
      ),
    }),
    ...(file && { file: maskFile(file, masker) }),
  };
}

function maskFile(file: CardFile, masker: Masker): CardFile {
  const { name, content, kind } = file;
  const named = { ...file, name: masker.mask(name) };
  if (typeof content === 'string') return { ...named, content: masker.mask(content) };
  // Bytes of a picture that look like a secret are chance, and changed ones are no picture.
  return kind === 'photo' ? named : { ...named, content: maskBytes(content, masker) };
}

/**
 * `bytes` without secrets. Read as Latin-1, in which every byte is one character and nothing is
 * lost; secrets with other letters are found when the whole is UTF-8.
 */
export function maskBytes(bytes: Uint8Array, masker: Masker): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(buffer);
  const encoding = isText ? 'utf8' : 'latin1';
  const before = isText ? text : buffer.toString('latin1');
  const after = masker.mask(before);
  return after === before ? bytes : Buffer.from(after, encoding);
}
