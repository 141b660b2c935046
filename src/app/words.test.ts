import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadWords } from './words.ts';

const locales = path.join(import.meta.dirname, '../../locales');
const read = (language: string) => readFileSync(path.join(locales, `${language}.ftl`), 'utf8');
const messages = (source: string) =>
  new Map(
    source
      .split(/^(?=[a-z][a-z0-9-]* =)/mu)
      .filter((part) => /^[a-z]/u.test(part))
      .map((part) => [
        part.slice(0, part.indexOf(' =')),
        [...new Set(part.match(/\$[a-z]+/giu))].toSorted(),
      ]),
  );

it('has the same words with the same variables in both languages', () => {
  expect(messages(read('ru'))).toEqual(messages(read('en')));
});

it('has a word for every key that the code says', () => {
  const sources = readdirSync(path.join(import.meta.dirname, '..'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const keys = sources.flatMap((file) => {
    const code = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
    return [...code.matchAll(/\bsay\(\s*'([a-z0-9-]+)'/gu)].map((match) => match[1]);
  });
  const known = messages(read('en'));
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter((key) => key !== undefined && !known.has(key))).toEqual([]);
});

it('loses no line: Fluent silently drops what follows a line that begins with these', () => {
  for (const language of ['en', 'ru']) expect(read(language)).not.toMatch(/^ +(?:\*(?!\[)|\.)/mu);
});

it('counts by the rules of the language', () => {
  const sayIn = loadWords(locales);
  expect(sayIn('en')('projects-changed', { count: 1 })).toBe('1 file not committed');
  expect(sayIn('ru')('projects-changed', { count: 3 })).toBe('3 файла не в коммите');
});

it('names a task as people call it, wherever a project is named', () => {
  const sayIn = loadWords(locales);
  const named = (project: string, language: 'en' | 'ru' = 'en') =>
    sayIn(language)('place-name', { project });
  expect(named('shop.login')).toBe('shop · task login');
  expect(named('shop.login', 'ru')).toBe('shop · задача login');
  // Escaped for Markdown.
  expect(named(String.raw`my\-shop.log\-in`)).toBe('my-shop · task log-in');
  for (const other of ['shop', '../x.y', 'v1.2.3', 'a.b', 'shop.'])
    expect(named(other)).toBe(other);
});
