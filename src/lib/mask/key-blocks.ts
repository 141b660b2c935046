import { characters, type Look, type Rule } from './scan.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const PRIVATE = /^[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/u;
/** A key is no longer than this; what is, is not one block. */
const MOST_CHARS = 32_768;
/** The lines of a key, also when the line breaks are those of JSON or stand in a diff. */
const BODY = characters('A-Za-z0-9+/=\\s\\\\:,\\-');

/** Private keys in PEM, OpenSSH, PGP and PuTTY files, also when a text was cut inside of one. */
export function keyBlockRules(): readonly Rule[] {
  return [
    {
      kind: 'private-key',
      trigger: BEGIN,
      locate(look, at) {
        const label = isPrivate(look, at + BEGIN.length);
        if (label === undefined) return undefined;
        const from = at + BEGIN.length + label;
        // Constants with these lines, and templates that put a key between them, are no keys.
        const key = look.nextBase64(from);
        const end = look.next(END, from);
        if (end !== -1 && end - at <= MOST_CHARS)
          return key !== -1 && key < end ? { start: at, end: labelEnd(look, end) } : undefined;
        const rest = Math.min(look.runEnd(BODY, from), at + MOST_CHARS);
        return key !== -1 && key < rest ? { start: at, end: rest } : undefined;
      },
    },
    {
      kind: 'private-key',
      trigger: END,
      // The beginning was cut off: the lines before belong to it.
      locate(look, at) {
        if (isPrivate(look, at + END.length) === undefined) return undefined;
        let start = at;
        const least = Math.max(0, at - MOST_CHARS);
        while (start > least && BODY.has[look.text.charCodeAt(start - 1)] === 1) {
          if (look.text.startsWith('--', start - 2)) break;
          start -= 1;
        }
        const body = look.text.slice(start, at);
        const words = /^[\s\S]*?(?=[A-Za-z0-9+/=]{24})/u.exec(body.slice(0, 4_096))?.[0].length;
        return words === undefined ? undefined : { start: start + words, end: labelEnd(look, at) };
      },
    },
    {
      kind: 'private-key',
      trigger: 'Private-Lines: ',
      locate(look, at) {
        const end = Math.min(look.runEnd(BODY, at), at + MOST_CHARS);
        return { start: at, end };
      },
    },
  ];
}

/** Length of the label behind the beginning, when it is that of a private key. */
function isPrivate({ text }: Look, at: number): number | undefined {
  return PRIVATE.exec(text.slice(at, at + 80))?.[0].length;
}

function labelEnd({ text }: Look, at: number): number {
  const dashes = text.indexOf('-----', at + END.length);
  return dashes === -1 || dashes - at > 80 ? at + END.length : dashes + 5;
}
