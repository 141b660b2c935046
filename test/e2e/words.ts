import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { loadWords } from '#app/words.ts';
import type { Language, Say } from '#kernel/language.ts';

/**
 * The bot's own words in one language, named by their keys in `locales/`. Tests never spell out a
 * sentence of the bot: `E2E_LANGUAGE=ru` runs them with people who speak Russian.
 */
export interface Words {
  readonly language: Language;
  /** The exact text as a chat shows it, without Markdown: the label of a button, a mark. */
  readonly say: Say;
  /** What matches the sentence with these values, and with anything for those that are not given. */
  readonly words: (key: string, values?: Values) => RegExp;
}

type Values = Readonly<Record<string, string | number | RegExp>>;
type Pattern = NonNullable<FluentResource['body'][number]['value']>;
type Part = Exclude<Pattern, string>[number];

const LOCALES = path.join(import.meta.dirname, '../../locales');
const ANYTHING = String.raw`[\s\S]*?`;
const MARKDOWN = /\*\*|`|\\(?=\W)/gu;

/**
 * The language of a run: `E2E_LANGUAGE`, else what the suite usually speaks, so that a run without it
 * has both. @throws Error when it is another one.
 */
export function runLanguage(usual: Language = 'en'): Language {
  const language = process.env['E2E_LANGUAGE'] ?? usual;
  if (language === 'en' || language === 'ru') return language;
  throw new Error(`E2E_LANGUAGE is ${language}; it has to be en or ru`);
}

/** Reads `locales/`. Both of its functions throw for a key that is not there. */
export function wordsIn(language: Language): Words {
  const sayMarkdown = loadWords(LOCALES)(language);
  const file = new FluentResource(readFileSync(path.join(LOCALES, `${language}.ftl`), 'utf8'));
  const patterns = new Map(file.body.map(({ id, value }) => [id, value]));
  const patternOf = (key: string): Pattern => {
    const pattern = patterns.get(key);
    if (!pattern) throw new Error(`locales/${language}.ftl has no ${key}`);
    return pattern;
  };
  return {
    language,
    say: (key, values) => {
      patternOf(key);
      return sayMarkdown(key, values).replaceAll(MARKDOWN, '');
    },
    words: (key, values = {}) => {
      const unused = new Set(Object.keys(values));
      const valueOf = (name: string): string => {
        unused.delete(name);
        return valueSource(values[name], language);
      };
      const found = new RegExp(sourceOf(patternOf(key), valueOf), 'u');
      if (unused.size > 0) throw new Error(`${key} has no ${[...unused].join(', ')}`);
      if (found.test(''))
        throw new Error(`${key} says nothing of its own that could be waited for`);
      return found;
    },
  };
}

/** What matches any of them. */
export function either(...texts: readonly RegExp[]): RegExp {
  return new RegExp(texts.map(({ source }) => source).join('|'), 'u');
}

/** A choice may come out in each of its ways; what it chooses by is not written. */
function sourceOf(pattern: Pattern, valueOf: (name: string) => string): string {
  if (typeof pattern === 'string') return literal(pattern.replaceAll(MARKDOWN, ''));
  return pattern.map((part) => partSource(part, valueOf)).join('');
}

function partSource(part: Part, valueOf: (name: string) => string): string {
  if (typeof part === 'string') return sourceOf(part, valueOf);
  if (part.type === 'str') return literal(part.value);
  if (part.type === 'var') return valueOf(part.name);
  if (part.type === 'select')
    return `(?:${part.variants.map(({ value }) => sourceOf(value, valueOf)).join('|')})`;
  throw new Error(`${part.type} is not understood here`);
}

function valueSource(value: Values[string] | undefined, language: Language): string {
  if (value === undefined) return ANYTHING;
  if (value instanceof RegExp) return `(?:${value.source})`;
  return literal(typeof value === 'number' ? value.toLocaleString(language) : value);
}

/**
 * Unlike `RegExp.escape` it leaves letters as they are: what was never heard is read by people.
 * Without quotes, since Playwright takes them for the ends of its selectors.
 */
function literal(text: string): string {
  return text
    .replaceAll(/[\^$\\.*+?()[\]{}|/]/gu, String.raw`\$&`)
    .replaceAll(/['"`]/gu, (quote) => String.raw`\x${quote.charCodeAt(0).toString(16)}`)
    .replaceAll(/\n\s*/gu, String.raw`\s+`);
}
