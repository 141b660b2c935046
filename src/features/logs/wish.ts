import { isSystemSource, type SystemSource } from './source.ts';

/** The least level that is shown. */
export type LeastLevel = 'error' | 'warn' | 'info';

/** Which lines somebody wants to see. */
export interface LogWish {
  /** Absent: those of a release. */
  readonly system?: SystemSource;
  readonly environment?: string;
  readonly service?: string;
  /** 1 to `MOST_LINES`. */
  readonly lines: number;
  readonly level?: LeastLevel;
  /** Words that a line holds, in either case. */
  readonly search?: string;
  readonly follow: boolean;
}

/** What was typed, or the word that nobody understands. */
export type ReadWish =
  | { readonly kind: 'wish'; readonly wish: LogWish }
  | { readonly kind: 'unknown'; readonly word: string };

/** So many where nobody says how many. */
const DEFAULT_LINES = 50;
/** The most that is fetched. */
export const MOST_LINES = 2_000;

const MOST_SEARCH_CHARS = 100;
const LEVELS: Readonly<Record<string, LeastLevel>> = {
  error: 'error',
  errors: 'error',
  warn: 'warn',
  warning: 'warn',
  warnings: 'warn',
  info: 'info',
};

/** Phones turn quotation marks as they like. */
const TOKENS = /["“”„«»](?<quoted>[^"“”„«»]*)["“”„«»]|\/(?<slashed>[^/\s][^/]*)\/|(?<word>\S+)/gu;

/**
 * Reads what stands behind `/logs`, in any order. Of the words that are nothing else, one that
 * `environments` has is the environment, and one more the service.
 */
export function readWish(text: string, environments: readonly string[]): ReadWish {
  let wish: LogWish = { lines: DEFAULT_LINES, follow: false };
  for (const { groups = {} } of text.matchAll(TOKENS)) {
    const search = (groups['quoted'] ?? groups['slashed'])?.trim().slice(0, MOST_SEARCH_CHARS);
    if (search !== undefined) {
      if (search !== '') wish = { ...wish, search };
      continue;
    }
    const word = groups['word'] ?? '';
    const lower = word.toLowerCase();
    const level = Object.hasOwn(LEVELS, lower) ? LEVELS[lower] : undefined;
    if (/^\d+$/u.test(word)) {
      wish = { ...wish, lines: Math.min(MOST_LINES, Math.max(1, Number(word))) };
    } else if (lower === 'follow') wish = { ...wish, follow: true };
    else if (level) wish = { ...wish, level };
    else if (isSystemSource(lower)) wish = { ...wish, system: lower };
    else if (environments.includes(lower) && wish.environment === undefined) {
      wish = { ...wish, environment: lower };
    } else if (wish.service === undefined && isServiceName(word)) wish = { ...wish, service: word };
    else return { kind: 'unknown', word };
  }
  return { kind: 'wish', wish };
}

/** `wish` as words of a button; `wishOf` reads them. */
export function wordsOf({ system, environment, service, lines, level, search }: LogWish) {
  return [
    system ?? '',
    environment ?? '',
    service ?? '',
    String(lines),
    level ?? '',
    search ?? '',
  ] as const;
}

/** What the words of a button mean; `undefined`: somebody else has written them. */
export function wishOf(words: readonly string[]): LogWish | undefined {
  const [system = '', environment = '', service = '', count = '', level = '', search = ''] = words;
  const lines = Number(count);
  if (!Number.isInteger(lines) || lines < 1 || lines > MOST_LINES) return undefined;
  if (system !== '' && !isSystemSource(system)) return undefined;
  if (level !== '' && !isLevel(level)) return undefined;
  if (service !== '' && !isServiceName(service)) return undefined;
  return {
    lines,
    follow: false,
    ...(isSystemSource(system) && { system }),
    ...(environment !== '' && { environment }),
    ...(service !== '' && { service }),
    ...(level !== '' && { level }),
    ...(search !== '' && { search: search.slice(0, MOST_SEARCH_CHARS) }),
  };
}

function isLevel(word: string): word is LeastLevel {
  return word === 'error' || word === 'warn' || word === 'info';
}

/** As names of services are; nothing that a program could take for an option. */
function isServiceName(word: string): boolean {
  return /^[a-z0-9][\w.-]{0,62}$/iu.test(word);
}
