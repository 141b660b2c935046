import type { MessageEntity } from '@grammyjs/types';

/** What clean_input_string drops: returns, separators, marks of direction, lines over and under. */
const DROPPED = /[\r\u2028-\u202E]|\u0333|\u033F|\u030A/gu;
/** All others of them become blanks; only the line feed stays. */
// oxlint-disable-next-line no-control-regex -- those are what it is for
const CONTROL = /[\u0000-\u0009\u000B\u000C\u000E-\u001F]/gu;
/** Of several marks of direction in a row all but the last one become joiners. */
const DIRECTIONS = /[\u200E\u200F](?=[\u200E\u200F])/gu;
/** [TD] strip_empty_characters: blanks by other names, and the one that stands for an object. */
const BLANKS =
  /[\u1680\u180E\u2000-\u200A\u202E\u202F\u205F\u2800\u3000\uFFFC]|[\u{E0000}-\u{E007F}]/gu;
/** What is left when nothing can be seen. */
const INVISIBLE = /^[ \n\u200B-\u200F\u202E\uFEFF\u00A0]*$/u;

/** A text as Telegram keeps it ([TD] misc.cpp, clean_input_string): line feeds are all its control. */
export function clean(text: string): string {
  return text.replaceAll(DROPPED, '').replaceAll(CONTROL, ' ').replaceAll(DIRECTIONS, '\u200C');
}

/** `clean` for a text with entities, which go on covering what they covered. */
export function cleanFormatted(given: {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}): { readonly text: string; readonly entities: readonly MessageEntity[] } {
  const { text, entities } = given;
  // Whatever is not dropped keeps its length.
  const dropped = [...text.matchAll(DROPPED)].map(({ index }) => index);
  if (dropped.length === 0) return { text: clean(text), entities };
  const moved = (at: number): number => at - dropped.filter((index) => index < at).length;
  return {
    text: clean(text),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset);
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset };
    }),
  };
}

/**
 * The first `max` code points of a title or a name, on one line, without blanks around them or two
 * in a row: td cuts names that are too long ([TD] misc.cpp, clean_name). Empty when nobody sees it.
 */
export function cleanName(text: string, max: number): string {
  return cutText(text, max)
    .replaceAll(/[ \n\u00A0]+/gu, ' ')
    .trim();
}

/** The same for what may have several lines ([TD] misc.cpp, strip_empty_characters). */
export function cutText(text: string, max: number): string {
  const trimmed = clean(text).replaceAll(BLANKS, ' ').trim();
  const cut = Array.from(trimmed).slice(0, max).join('').trim();
  return INVISIBLE.test(cut) ? '' : cut;
}
