import { characters, type Look, type Rule } from './scan.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const PUTTY = 'Private-';
const PRIVATE = /^[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/u;
/** A key is no longer than this; what is, is not one block. */
const MOST_CHARS = 32_768;
const BASE64 = characters('A-Za-z0-9+/=');

/** Stands in every row of the audit record that is exported, between the words of two people. */
const OF_RECORD = '"verdict":"';
const QUOTE = /(?<!\\)(?:\\\\)*"/gu;

/**
 * What may stand beside a key in code, a diff, a table or a log. A middle dot stands in every row
 * of a list of ours: those are no keys.
 */
const FRAME = String.raw`(?:[^\r\n\\·]|\\(?![nr\\]))`;
const BESIDE = `${FRAME}{0,160}`;
/** Also one of JSON; when it ends a string, what is behind that string on its line belongs to it. */
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n(?:\\*["'\x60]${BESIDE}?\r?\n)?)`;
const MOST_EMPTY = 64;
const EMPTY = String.raw`[\t "'\x60+|>,-]{0,${MOST_EMPTY}}`;
const START = String.raw`(?<![A-Za-z\d+/=])`;
/** As mixed as chance makes it; numbers and words are not. */
const MIXED = String.raw`${START}(?=[A-Za-z+/]*\d)(?=[a-z\d+/]*[A-Z])(?=[A-Z\d+/]*[a-z])`;
const PIECE = String.raw`${MIXED}[A-Za-z\d+/]{16}`;
/** Lines of keys have 64 characters or more; what is shorter is a name or a number of a log. */
const FULL_CHARS = 40;
const FULL = String.raw`[A-Za-z\d+/]{${FULL_CHARS}}`;
/** The last line of a text that was cut inside of a key. */
const CUT = String.raw`[A-Za-z\d+/]{16,}={0,2}(?:…|\.{3})?$`;
const LINE_PIECE = `${MIXED}(?:${FULL}|${CUT})`;
const FOUR = String.raw`[A-Za-z\d+/]{4}`;
const WORD = String.raw`(?:/?[A-Z]?[a-z]+(?:[/A-Z][a-z]+)*|[A-Z]+|\d+)(?![A-Za-z\d+/=])`;
/** The last piece of a key, filled up to a multiple of four; and a checksum. A diff adds a sign. */
const SHORT = String.raw`${START}\+?(?!${WORD})(?:(?:${FOUR})+|(?:${FOUR})*[A-Za-z\d+/]{2}(?:==|[A-Za-z\d+/]=)|=${FOUR})(?![\w+/=])`;
const HEADER = `${BESIDE}?(?:Proc-Type|DEK-Info|Version|Comment|MessageID|Hash|Charset): ${BESIDE}`;

const LINE = new RegExp(`^${BESIDE}${BREAK}`, 'u');

/** What may come next in a key. */
interface Way {
  /** To it on the same line, and on a line below. */
  readonly beside: RegExp;
  readonly below: RegExp;
  /** A line that may stand between, and how many. */
  readonly between: RegExp;
  readonly most: number;
}

/** To the next piece: headers, and an empty line behind them, stand between. */
const TO_PIECE: Way = {
  beside: new RegExp(`^${BESIDE}?(?=${PIECE})`, 'u'),
  below: new RegExp(`^${BESIDE}?(?=${LINE_PIECE})`, 'u'),
  between: new RegExp(`^(?:${EMPTY}|${HEADER})${BREAK}`, 'u'),
  most: 8,
};
/** To the last line: what is left of the key stands between. */
const TO_END: Way = {
  beside: new RegExp(`^${BESIDE}$`, 'u'),
  below: new RegExp(`^${BESIDE}$`, 'u'),
  between: new RegExp(`^(?:${EMPTY}|${BESIDE}?${SHORT}${BESIDE})${BREAK}`, 'u'),
  most: 3,
};
/** What is left of a key that was cut off: a short line of nothing else. */
const LEFT = new RegExp(
  `^["',;+ ]{0,8}${BREAK}(?:${EMPTY}[A-Za-z\\d+/=]{1,80}(?![\\w .:-])|$)`,
  'u',
);
const IS_FULL = new RegExp(`^${FULL}`, 'u');
const IS_ALONE = new RegExp(`(?:^|\\\\n|\\n)${EMPTY}$`, 'u');
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
  const most = Math.min(next === -1 ? text.length : next, from + MOST_CHARS);
  const to = isRecorded(look, start) ? endOfString(text, from, most) : most;
  const last = piecesEnd(look, from, to);
  // Constants with these lines, and templates that put a key between them, are no keys.
  if (last === from) return undefined;
  const end = isPutty ? next : look.next(END, from);
  // A line that a diff has taken away has one dash more.
  const isWhole = end !== -1 && end <= to + 1 && past(text, last, end, TO_END) === end;
  if (isWhole) return { start, end: isPutty ? end : labelEnd(look, end) };
  return {
    start,
    end: last + (LEFT.exec(text.slice(last, Math.min(to, last + MOST_OF_LINE)))?.[0].length ?? 0),
  };
}

/** The key whose last line is at `end`. */
function keyBefore(look: Look, end: number): ReturnType<Rule['locate']> {
  const { text } = look;
  const dashes = end < DASHES.length ? -1 : text.lastIndexOf(DASHES, end - DASHES.length);
  const most = Math.max(end - MOST_CHARS, dashes === -1 ? 0 : dashes + DASHES.length);
  const least = isRecorded(look, end) ? startOfString(text, most, end) : most;
  for (let start = nextRun(look, least); start !== -1 && start < end;) {
    const isLine = beginsLine(text, start, least);
    const last = isLine ? piecesEnd(look, start, end) : start;
    if (isLine && past(text, last, end, TO_END) === end) return { start, end: labelEnd(look, end) };
    start = nextRun(look, Math.max(last, look.runEnd(BASE64, start)));
  }
  return undefined;
}

/** The letter of an escaped line end belongs to the backslash. */
function nextRun(look: Look, from: number): number {
  const at = look.nextBase64(from);
  const isEscaped = at > from && /\\[nr]/u.test(look.text.slice(at - 1, at + 1));
  return isEscaped ? at + 1 : at;
}

/** Says whether a line of a key begins at `at`: a long one, or one with nothing before it. */
function beginsLine(text: string, at: number, least: number): boolean {
  return (
    IS_FULL.test(text.slice(at, at + FULL_CHARS)) ||
    IS_ALONE.test(text.slice(Math.max(least, at - MOST_EMPTY - 2), at))
  );
}

/** Behind the last of the pieces that follow each other from `from` on; `from` when there is none. */
function piecesEnd(look: Look, from: number, to: number): number {
  let last = from;
  for (;;) {
    const piece = past(look.text, last, to, TO_PIECE);
    if (piece === -1) return last;
    last = Math.min(to, look.runEnd(BASE64, piece));
  }
}

/**
 * Behind what `way` leads to from `from` on; -1. Line by line: one expression for all of them takes
 * time without bounds.
 */
function past(text: string, from: number, to: number, way: Way): number {
  let at = from;
  for (let lines = 0; lines <= way.most + 1; lines += 1) {
    const rest = text.slice(at, Math.min(to, at + MOST_OF_LINE));
    const found = (lines === 0 ? way.beside : way.below).exec(rest);
    if (found) return at + found[0].length;
    const line = (lines === 0 ? LINE : way.between).exec(rest);
    if (!line) return -1;
    at += line[0].length;
  }
  return -1;
}

/**
 * In the audit record a key lies within one string: what somebody is called and what somebody else
 * types make none together.
 */
function isRecorded(look: Look, at: number): boolean {
  return look.isOnLine(OF_RECORD, at);
}

function endOfString(text: string, from: number, to: number): number {
  const [quote] = text.slice(from, to).matchAll(QUOTE);
  return quote ? from + quote.index : to;
}

function startOfString(text: string, from: number, to: number): number {
  const quote = [...text.slice(from, to).matchAll(QUOTE)].at(-1);
  return quote ? from + quote.index + quote[0].length : from;
}

/** Length of the label behind the beginning, when it is that of a private key. */
function labelOf({ text }: Look, at: number): number | undefined {
  return PRIVATE.exec(text.slice(at, at + 80))?.[0].length;
}

function labelEnd({ text }: Look, at: number): number {
  const dashes = text.indexOf(DASHES, at + END.length);
  return dashes === -1 || dashes - at > 80 ? at + END.length : dashes + DASHES.length;
}
