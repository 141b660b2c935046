/** Why something typed can name no new file. */
export type PathProblem =
  | 'empty'
  /** Begins at the root, at a home or at a drive. */
  | 'absolute'
  /** Holds `..`. */
  | 'upwards'
  /** Holds characters that nobody sees, or that turn text around. */
  | 'hidden'
  /** A part of more than 200 bytes, or a path of more than 1000, or more than 20 parts. */
  | 'long'
  /** What git and the bot keep for themselves. */
  | 'reserved'
  /** A name that other systems cannot have. */
  | 'portable';

const MOST_PART_BYTES = 200;
const MOST_PATH_BYTES = 1_000;
const MOST_PARTS = 20;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u;
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu');
/** Windows keeps these for devices, whatever stands behind the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$)(?:\.|$)/iu;
/** The same folder for git on systems that fold names: `.GIT`, and its short name. */
const RESERVED = /^(?:\.git|git~\d+|\.codefoundry|codefo~\d+|\.codefoundry-part-.*)$/iu;

/** Says whether one part of a path is kept for git or for the bot. */
export function isReservedName(name: string): boolean {
  return RESERVED.test(name.replaceAll(ALL_UNSEEN, '').replace(/[. ]+$/u, ''));
}

/** What somebody typed as the place of a new file, from the project's folder on. */
export function toNewPath(
  typed: string,
): { readonly path: string } | { readonly problem: PathProblem } {
  const text = typed
    .trim()
    .normalize('NFC')
    .replace(/^(?:\.\/)+/u, '');
  if (UNSEEN.test(text)) return { problem: 'hidden' };
  if (/^[/~\\]|^[a-z]:/iu.test(text)) return { problem: 'absolute' };
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) return { problem: 'empty' };
  const isUp = (part: string): boolean => /^\.{2,}$/u.test(part.replaceAll(/\s/gu, ''));
  if (parts.some(isUp) || /(?:^|[\\/])\.\.(?:[\\/]|$)/u.test(text)) return { problem: 'upwards' };
  const isLong =
    parts.length > MOST_PARTS || parts.some((part) => Buffer.byteLength(part) > MOST_PART_BYTES);
  if (isLong || Buffer.byteLength(text) > MOST_PATH_BYTES) return { problem: 'long' };
  if (parts.some(isReservedName)) return { problem: 'reserved' };
  if (parts.some((part) => /[\\<>:"|?*]/u.test(part) || /^\s|[\s.]$/u.test(part)))
    return { problem: 'portable' };
  if (parts.some((part) => DEVICE.test(part))) return { problem: 'portable' };
  return { path: parts.join('/') };
}

/**
 * What is there already may have any name: only ways out of the folder, and into what git and the
 * bot keep, are none. An empty path is the folder itself.
 */
export function toTreePath(text: string): string | undefined {
  if (text.includes('\0') || text.startsWith('/')) return undefined;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.some((part) => /^\.git$/iu.test(part))) return undefined;
  return parts.join('/');
}

/** A name for a file that was sent under any name: one part, seen as it is, on every system. */
export function toFileName(sent: string, otherwise = 'file'): string {
  const last = sent.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  const seen = last
    .replaceAll(ALL_UNSEEN, '')
    .replaceAll(/[<>:"|?*]/gu, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\s-]+/u, '')
    .replace(/[\s.]+$/u, '');
  const name = seen === '' || /^\.*$/u.test(seen) ? otherwise : seen;
  const safe = DEVICE.test(name) || isReservedName(name) ? `_${name}` : name;
  return shortened(safe);
}

/** The end of a name says what it is, so it stays. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MOST_PART_BYTES) return name;
  const end = /\.[^.]{1,12}$/u.exec(name)?.[0] ?? '';
  const points = Array.from(name.slice(0, name.length - end.length));
  while (Buffer.byteLength(`${points.join('')}…${end}`) > MOST_PART_BYTES) points.pop();
  return `${points.join('')}…${end}`;
}

/** `docs/logo.png` as `docs/logo-2.png`. */
export function numbered(path: string, number: number): string {
  const end = /(?<=[^/])(?:\.tar)?\.[^./]{1,12}$/u.exec(path)?.[0] ?? '';
  return `${path.slice(0, path.length - end.length)}-${number}${end}`;
}
