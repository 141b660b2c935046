import { beginningOf } from './tokens.ts';

/** Shorter values are not masked: they stand in ordinary text by chance. */
export const MIN_SECRET_CHARS = 8;
/** A line of a secret of several lines is one of its own when it has at least so many characters. */
const MIN_LINE_CHARS = 16;

/** One form of a secret, as it stands in a text. */
export interface Needle {
  readonly text: string;
  /** How many characters at its beginning anybody can guess: a scheme and a user's name, a label. */
  readonly head: number;
}

/** The name of the user too: with the scheme it stands in ordinary texts. */
const HEAD = /^(?:[a-z][a-z\d+.-]*:\/\/(?:[^:@/\s]*[:@])?|-----BEGIN [A-Z\d ]{1,40}-----\s*)/iu;

/**
 * Every form in which `secret` usually appears: as it is, in a URL, in HTML, in JSON (also JSON in
 * JSON), in hexadecimal, and in Base64 wherever in the encoded text it begins. Of a secret with several lines
 * each line too: a diff puts a sign before it.
 */
export function encodingsOf(secret: string): readonly Needle[] {
  const lines = secret.split(/\r?\n/u).filter((line) => line.length >= MIN_LINE_CHARS);
  const plain = lines.length > 1 ? [secret, ...lines.filter(isNoFrame)] : [secret];
  const needles = new Map<string, Needle>();
  for (const text of plain) {
    const heads = forms(HEAD.exec(text)?.[0] ?? beginningOf(text));
    for (const [at, form] of forms(text).entries()) {
      const head = heads[at]?.length ?? 0;
      if (form.length >= MIN_SECRET_CHARS) needles.set(form, { text: form, head });
    }
  }
  return [...needles.values()];
}

/** The first and the last line of a key file are those of every key file. */
function isNoFrame(line: string): boolean {
  return !line.startsWith('-----');
}

function forms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const url = encodeURIComponent(text.toWellFormed());
  const json = JSON.stringify(text).slice(1, -1);
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = html.replaceAll('"', '&quot;');
  const hex = bytes.toString('hex');
  return [
    text,
    url,
    url.replaceAll(/%[0-9A-F]{2}/gu, (escape) => escape.toLowerCase()),
    url.replaceAll('%20', '+'),
    html,
    quoted,
    ...['&#39;', '&#x27;', '&apos;'].map((apostrophe) => quoted.replaceAll("'", apostrophe)),
    json,
    JSON.stringify(json).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Forms(bytes, offset)),
  ];
}

/** What of the Base64 of `bytes`, `offset` bytes into a group of three, no neighbor changes. */
function base64Forms(bytes: Buffer, offset: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const part = padded.slice(first, last);
  return [part, part.replaceAll('+', '-').replaceAll('/', '_')];
}
