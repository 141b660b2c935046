import { runInNewContext } from 'node:vm';
import type { Argument } from './schema.ts';

/** The longest value of one word, and of the one that takes everything that is left. */
const MOST_CHARS = 200;
const MOST_REST_CHARS = 2_000;
/** A pattern that has not matched by then is taken as one that does not. */
const PATTERN_TIMEOUT_MS = 100;

const PLACEHOLDER = /^\{\{(?<name>[^{}]*)\}\}$/u;
const ANY_PLACEHOLDER = /\{\{(?<name>[^{}]*)\}\}/gu;

/** What was typed behind a command, as values. */
export type Read =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  /** `given` are good; this one is still needed. */
  | { readonly kind: 'missing'; readonly argument: Argument; readonly given: readonly string[] }
  | { readonly kind: 'bad'; readonly argument: Argument; readonly value: string }
  | { readonly kind: 'too-many' };

/** Reads the words behind a command. */
export function readArguments(wanted: readonly Argument[], words: readonly string[]): Read {
  const values: Record<string, string> = {};
  for (const [at, argument] of wanted.entries()) {
    const typed = argument.rest ? words.slice(at).join(' ') : (words[at] ?? '');
    const value = typed === '' ? argument.default : typed;
    if (value === undefined) return { kind: 'missing', argument, given: words.slice(0, at) };
    if (!isGood(argument, value)) return { kind: 'bad', argument, value };
    values[argument.name] = value;
  }
  const isOpen = wanted.at(-1)?.rest === true;
  if (!isOpen && words.length > wanted.length) return { kind: 'too-many' };
  return { kind: 'values', values };
}

/**
 * Says whether a value may be given. One that begins with a dash never may: programs would take it
 * as an option.
 */
export function isGood({ pattern, choices, rest }: Argument, value: string): boolean {
  if (value.length > (rest ? MOST_REST_CHARS : MOST_CHARS)) return false;
  if (value.startsWith('-') || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)) return false;
  if (choices && !choices.includes(value)) return false;
  return pattern === undefined || matches(pattern, value);
}

/** Some patterns take longer than the age of the world for some values: the clock ends them. */
function matches(pattern: string, value: string): boolean {
  try {
    const given = { pattern: `^(?:${pattern})$`, value };
    const options = { timeout: PATTERN_TIMEOUT_MS };
    return runInNewContext('RegExp(pattern, "u").test(value)', given, options) === true;
  } catch {
    return false;
  }
}

/** The name of a placeholder that stands alone; `undefined`: it is none. */
export function placeholderIn(item: string): string | undefined {
  return PLACEHOLDER.exec(item)?.groups?.['name'];
}

/** The names of all placeholders in a text. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(ANY_PLACEHOLDER)].map(({ groups }) => groups?.['name'] ?? '');
}

/** `argv` with values as whole items: whatever they hold, each stays one argument. */
export function fillArgv(
  argv: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return argv.map((item) => valueOf(values, placeholderIn(item)) ?? item);
}

/** `text` with values in it, all at once: one that looks like a placeholder stays what it is. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(ANY_PLACEHOLDER, (whole, name: string) => valueOf(values, name) ?? whole);
}

/** Every object has a `constructor`: only what was given counts. */
function valueOf(values: Readonly<Record<string, string>>, name: string | undefined) {
  return name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}
