import { characters, type Look, type Rule } from './scan.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const PUTTY = 'Private-';
const PRIVATE = /^[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/u;
/** A key is no longer than this; what is, is not one block. */
const MOST_CHARS = 32_768;
const BASE64 = characters('A-Za-z0-9+/=');

/**
 * What may stand beside a key in code, a diff, a table or a log. A middle dot stands in every row
 * of a list of ours, and an object within another in every row of an export: those are no keys.
 */
const FRAME = String.raw`(?:(?!":\{|\},")[^\r\n\\·]|\\(?![nr\\]))`;
const BESIDE = `${FRAME}{0,160}`;
/** Also one of JSON; when it ends a string, what is behind that string on its line belongs to it. */
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n(?:\\*["'\x60]${BESIDE}?\r?\n)?)`;
const EMPTY = String.raw`[\t "'\x60+|>,-]{0,64}`;
const START = String.raw`(?<![A-Za-z\d+/=])`;
/** As long and as mixed as chance makes it; numbers and words are not. */
const PIECE = String.raw`${START}(?=[A-Za-z+/]*\d)(?=[a-z\d+/]*[A-Z])(?=[A-Z\d+/]*[a-z])[A-Za-z\d+/]{16}`;
const FOUR = String.raw`[A-Za-z\d+/]{4}`;
const WORD = String.raw`(?:/?[A-Z]?[a-z]+(?:[/A-Z][a-z]+)*|[A-Z]+|\d+)(?![A-Za-z\d+/=])`;
/** The last piece of a key, filled up to a multiple of four; and a checksum. A diff adds a sign. */
const SHORT = String.raw`${START}\+?(?!${WORD})(?:(?:${FOUR})+|(?:${FOUR})*[A-Za-z\d+/]{2}(?:==|[A-Za-z\d+/]=)|=${FOUR})(?![\w+/=])`;
const HEADER = `${BESIDE}?(?:Proc-Type|DEK-Info|Version|Comment|MessageID|Hash|Charset): ${BESIDE}`;

const LINE = new RegExp(`^${BESIDE}${BREAK}`, 'u');
const TO_PIECE = new RegExp(`^${BESIDE}?(?=${PIECE})`, 'u');
/** What stands between two pieces: headers, and an empty line behind them. */
const NO_PIECE = { line: new RegExp(`^(?:${EMPTY}|${HEADER})${BREAK}`, 'u'), most: 8 };
const TO_END = new RegExp(`^${BESIDE}$`, 'u');
/** What stands between the last piece and the last line. */
const REST = {
  line: new RegExp(`^(?:${EMPTY}|${BESIDE}?${SHORT}${BESIDE})${BREAK}`, 'u'),
  most: 3,
};
/** What is left of a key that was cut off: a short line of nothing else. */
const LEFT = new RegExp(
  `^["',;+ ]{0,8}${BREAK}(?:${EMPTY}[A-Za-z\\d+/=]{1,80}(?![\\w .:-])|$)`,
  'u',
);
/** More than any of these looks at. */
const MOST_OF_LINE = 1_024;

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
  const isWhole = end !== -1 && end <= to + 1 && past(text, last, end, TO_END, REST) === end;
  if (isWhole) return { start, end: labelEnd(look, end) };
  return {
    start,
    end: last + (LEFT.exec(text.slice(last, Math.min(to, last + MOST_OF_LINE)))?.[0].length ?? 0),
  };
}

/** The key whose last line is at `end`. */
function keyBefore(look: Look, end: number): ReturnType<Rule['locate']> {
  const { text } = look;
  const dashes = end < DASHES.length ? -1 : text.lastIndexOf(DASHES, end - DASHES.length);
  const least = Math.max(end - MOST_CHARS, dashes === -1 ? 0 : dashes + DASHES.length);
  for (let start = look.nextBase64(least); start !== -1 && start < end;) {
    const last = piecesEnd(look, start, end);
    if (past(text, last, end, TO_END, REST) === end) return { start, end: labelEnd(look, end) };
    start = look.nextBase64(Math.max(last, look.runEnd(BASE64, start)));
  }
  return undefined;
}

/** Behind the last of the pieces that follow each other from `from` on; `from` when there is none. */
function piecesEnd(look: Look, from: number, to: number): number {
  let last = from;
  for (;;) {
    const piece = past(look.text, last, to, TO_PIECE, NO_PIECE);
    if (piece === -1) return last;
    last = Math.min(to, look.runEnd(BASE64, piece));
  }
}

/**
 * Behind `sought`, which begins at `from`, on the line after that, or behind lines `between` them;
 * -1. Line by line: one expression for all of them takes time without bounds.
 */
function past(
  text: string,
  from: number,
  to: number,
  sought: RegExp,
  between: { readonly line: RegExp; readonly most: number },
): number {
  let at = from;
  for (let lines = 0; lines <= between.most + 1; lines += 1) {
    const rest = text.slice(at, Math.min(to, at + MOST_OF_LINE));
    const found = sought.exec(rest);
    if (found) return at + found[0].length;
    const line = (lines === 0 ? LINE : between.line).exec(rest);
    if (!line) return -1;
    at += line[0].length;
  }
  return -1;
}

/** Length of the label behind the beginning, when it is that of a private key. */
function labelOf({ text }: Look, at: number): number | undefined {
  return PRIVATE.exec(text.slice(at, at + 80))?.[0].length;
}

function labelEnd({ text }: Look, at: number): number {
  const dashes = text.indexOf(DASHES, at + END.length);
  return dashes === -1 || dashes - at > 80 ? at + END.length : dashes + DASHES.length;
}
