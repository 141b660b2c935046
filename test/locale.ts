import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FluentResource } from '@fluent/bundle';
import type { Language } from '#kernel/language.ts';

type Pattern = FluentResource['body'][number]['value'];
type Part = Exclude<Exclude<Pattern, string | null>[number], string>;

/** `locales/<language>.ftl` as it is written. */
export function sourceOf(language: Language): string {
  return readFileSync(path.join(import.meta.dirname, `../locales/${language}.ftl`), 'utf8');
}

/** The messages that Fluent reads there: by key, the variables that each needs. */
export function wordsOf(language: Language): ReadonlyMap<string, ReadonlySet<string>> {
  const { body } = new FluentResource(sourceOf(language));
  return new Map(
    body.map(({ id, value }) => {
      const variables = partsOf(value).flatMap((part) => (part.type === 'var' ? [part.name] : []));
      return [id, new Set(variables)];
    }),
  );
}

/** What is written of messages, without what only parts them. */
export function writtenIn(source: string): string {
  return inkOf(source.replaceAll(/^#.*$/gmu, ''));
}

/** The same of what Fluent reads: it drops a line that it does not understand without a word. */
export function readIn(source: string): string {
  const { body } = new FluentResource(source);
  return inkOf(body.map(({ id, value }) => [id, ...partsOf(value).map(textOf)].join('')).join(''));
}

function inkOf(text: string): string {
  return text.replaceAll(/[\s{}[\]*=">-]/gu, '');
}

type Leaf =
  | Exclude<Part, { readonly type: 'select' }>
  | { readonly type: 'text'; readonly value: string };

/** In the order in which they are written. */
function partsOf(pattern: Pattern): readonly Leaf[] {
  if (pattern === null) return [];
  if (typeof pattern === 'string') return [{ type: 'text', value: pattern }];
  return pattern.flatMap((part): readonly Leaf[] => {
    if (typeof part === 'string') return [{ type: 'text', value: part }];
    if (part.type !== 'select') return [part];
    const { selector, variants } = part;
    return partsOf([selector, ...variants.flatMap(({ key, value }) => [key, ...inRow(value)])]);
  });
}

function inRow(value: Exclude<Pattern, null>): Exclude<Pattern, string | null> {
  return typeof value === 'string' ? [value] : value;
}

function textOf(part: Leaf): string {
  if (part.type === 'var') return `$${part.name}`;
  if ('value' in part) return String(part.value);
  throw new Error(`the locales use no ${part.type} yet: say here how it is written`);
}
