import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Language } from '#kernel/language.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Of a browser whose people speak that language; the page follows it. */
export const LOCALES = { en: 'en-GB', ru: 'ru-RU' } as const;

const PAGE_WORDS = path.join(import.meta.dirname, '../../src/playground/page/assets/base/words.js');

/** @throws when there is none: a page that nobody looked at is not tested */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}

/** The page's own words in a language, by their names. */
export async function pageWordsIn(language: Language): Promise<(name: string) => string> {
  const { WORDS } = (await import(PAGE_WORDS)) as {
    WORDS: Record<Language, Record<string, string>>;
  };
  return (name) => {
    const word = WORDS[language][name];
    if (word === undefined) throw new Error(`the page has no word ${name}`);
    return word;
  };
}

function findChromium(): string {
  const { CHROMIUM } = process.env;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = [CHROMIUM, ...places].find((file) => file !== undefined && existsSync(file));
  if (found === undefined)
    throw new Error('No Chromium: run `apt-get install chromium`, or set CHROMIUM to its path.');
  return found;
}
