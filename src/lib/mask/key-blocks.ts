import { characters, type Look, type Rule } from './scan.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const PUTTY = 'Private-';
const PRIVATE = /^[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/u;
/** A key is no longer than this; what is, is not one block. */
const MOST_CHARS = 32_768;
const BASE64 = characters('A-Za-z0-9+/=');

/** Also one of JSON. */
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n)`;
/** What may stand beside a key in code, a diff or a log. No row of a list of ours is without the rest. */
const FRAME = String.raw`(?:[^\r\n\\\x60{}·]|\\(?![nr\\]))`;
const HEADER = String.raw`${FRAME}{0,64}?(?:Proc-Type|DEK-Info|Version|Comment|MessageID|Hash|Charset): ${FRAME}{0,120}?`;
const EMPTY = String.raw`[\t "'+|>,-]{0,64}`;
/** As long and as mixed as chance makes it; numbers and words are not. */
const PIECE = String.raw`(?=[A-Za-z+/]*\d)(?=[a-z\d+/]*[A-Z])(?=[A-Z\d+/]*[a-z])[A-Za-z\d+/]{16}`;
/** To the next piece of a key: it stands on the same line or the next, but for headers. */
const TO_PIECE = new RegExp(
  `^(?:${FRAME}{0,64}?${BREAK}(?:(?:${HEADER}|${EMPTY})${BREAK}){0,8})?${FRAME}{0,64}?(?=${PIECE})`,
  'u',
);
/** From the last piece to the last line: what is left of the key, and a checksum. */
const TO_END = new RegExp(
  `^${FRAME}{0,64}(?:${BREAK}(?:${EMPTY}${BREAK})?${FRAME}{0,96}){0,3}$`,
  'u',
);
/** What is left of a key that was cut off: a short line of nothing else. */
const LEFT = new RegExp(
  `^["',;+ ]{0,8}${BREAK}(?:${EMPTY}[A-Za-z\\d+/=]{1,80}(?![\\w .:-])|$)`,
  'u',
);
/** Longer than anything that these match. */
const MOST_BETWEEN = 2_048;

/**
 * Private keys in PEM, OpenSSH, PGP and PuTTY files, also when a text was cut inside of one. Lines
 * that no key has end it: who can write a first and a last line hides nothing of others by them.
 */
export function keyBlockRules(): readonly Rule[] {
  return [
    {
      kind: 'private-key',
      trigger: BEGIN,
      locate(look, at) {
        const label = labelOf(look, at + BEGIN.length);
        return label === undefined ? undefined : keyFrom(look, at, at + BEGIN.length + label);
      },
    },
    {
      kind: 'private-key',
      trigger: END,
      // The beginning was cut off: the lines before belong to it.
      locate: (look, at) =>
        labelOf(look, at + END.length) === undefined ? undefined : keyBefore(look, at),
    },
    {
      kind: 'private-key',
      trigger: `${PUTTY}Lines: `,
      locate: (look, at) => keyFrom(look, at, at + PUTTY.length),
    },
  ];
}

/** The key that begins at `start` and has its first piece behind `from`. */
function keyFrom(look: Look, start: number, from: number): ReturnType<Rule['locate']> {
  const { text } = look;
  const isPutty = text.startsWith(PUTTY, start);
  const next = look.next(isPutty ? PUTTY : DASHES, from);
  const to = Math.min(next === -1 ? text.length : next, from + MOST_CHARS);
  const last = piecesEnd(look, from, to);
  // Constants with these lines, and templates that put a key between them, are no keys.
  if (last === from) return undefined;
  const end = isPutty ? -1 : look.next(END, from);
  // A line that a diff has taken away has one dash more.
  const isWhole = end !== -1 && end <= to + 1 && TO_END.test(between(text, last, end));
  if (isWhole) return { start, end: labelEnd(look, end) };
  return { start, end: last + (LEFT.exec(between(text, last, to))?.[0].length ?? 0) };
}

/** The key whose last line is at `end`. */
function keyBefore(look: Look, end: number): ReturnType<Rule['locate']> {
  const { text } = look;
  const dashes = end < DASHES.length ? -1 : text.lastIndexOf(DASHES, end - DASHES.length);
  const least = Math.max(end - MOST_CHARS, dashes === -1 ? 0 : dashes + DASHES.length);
  for (let start = look.nextBase64(least); start !== -1 && start < end;) {
    const last = piecesEnd(look, start, end);
    if (TO_END.test(between(text, last, end))) return { start, end: labelEnd(look, end) };
    start = look.nextBase64(Math.max(last, start + 1));
  }
  return undefined;
}

/** Behind the last of the pieces that follow each other from `from` on; `from` when there is none. */
function piecesEnd(look: Look, from: number, to: number): number {
  let last = from;
  for (;;) {
    const gap = TO_PIECE.exec(look.text.slice(last, Math.min(to, last + MOST_BETWEEN)));
    if (!gap) return last;
    last = Math.min(to, look.runEnd(BASE64, last + gap[0].length));
  }
}

/** `text` from `last` to `end`, as far as it may matter. */
function between(text: string, last: number, end: number): string {
  return text.slice(last, Math.min(end, last + MOST_BETWEEN));
}

/** Length of the label behind the beginning, when it is that of a private key. */
function labelOf({ text }: Look, at: number): number | undefined {
  return PRIVATE.exec(text.slice(at, at + 80))?.[0].length;
}

function labelEnd({ text }: Look, at: number): number {
  const dashes = text.indexOf(DASHES, at + END.length);
  return dashes === -1 || dashes - at > 80 ? at + END.length : dashes + DASHES.length;
}
