import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, 'assets');
const { WORDS } = (await import(path.join(folder, 'base/words.js'))) as {
  WORDS: Record<'en' | 'ru', Record<string, string>>;
};

it('says everything in both languages', () => {
  expect(Object.keys(WORDS.ru)).toEqual(Object.keys(WORDS.en));
  expect(Object.values(WORDS).flatMap((words) => Object.values(words))).not.toContain('');
});

it('has every word that the page asks for', () => {
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const asked = scripts.flatMap((name) =>
    [...readFileSync(path.join(folder, name), 'utf8').matchAll(/\bword\('(?<name>[^']+)'\)/gu)].map(
      (match) => match.groups!['name']!,
    ),
  );

  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !(name in WORDS.en))).toEqual([]);
});
