import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  parse,
  possibleKeys,
  saidKeys,
  sentences,
  shownLetters,
  sourcesIn,
} from './spoken-words.ts';

const SPEAKING = ['features', 'dispatch', 'telegram', 'operations', 'kernel', 'app'];
const speaking = SPEAKING.flatMap((folder) => sourcesIn(`src/${folder}`));
/** Told to the operator, in English: by the command line, the log and /health. */
const chatty = speaking.filter(({ file }) => !file.startsWith('src/app/'));
const keys = ['en', 'ru'].map(
  (language) =>
    new Set(
      readFileSync(path.join(import.meta.dirname, `../locales/${language}.ftl`), 'utf8')
        .split('\n')
        .flatMap((line) => /^([a-z][a-z0-9-]*) =/u.exec(line)?.[1] ?? []),
    ),
);
const [known = new Set<string>()] = keys;

/** English sentences that nobody reads in a chat, and who reads them. */
const NOT_SPOKEN: Readonly<Record<string, string>> = {
  'src/features/code/commit.ts': 'the history of git',
  'src/features/declared/bind-rules.ts': 'whoever writes a file in commands/',
  'src/features/declared/check.ts': 'whoever writes a file in commands/',
  'src/features/declared/library.ts': 'whoever writes a file in commands/',
  'src/features/declared/read-declaration.ts': 'whoever writes a file in commands/',
  'src/features/declared/schema.ts': 'docs/reference/telegram-command.schema.json',
  'src/features/git/author.ts': 'the history of git',
  'src/features/git/diff-page.ts': 'the marks of a page',
  'src/features/projects/author.ts': 'the history of git',
  'src/operations/reference.ts': 'docs/reference/operations.md',
  'src/operations/states.ts': 'docs/reference/operations.md',
  'src/telegram/api.ts': 'the log',
  'src/telegram/intake/handler.ts': 'the log',
  'src/telegram/intake/poller.ts': 'the operator, on /health',
  'src/telegram/outbox/delivery.ts': 'the log and the store',
  'src/telegram/render/random-documents.ts': 'tests',
  'src/telegram/telegram.ts': 'the log and the store',
};

/** `text` is the name of a language there. */
const NO_CARDS = new Set(['src/telegram/file-extension.ts']);

const at = ({ file, line, text }: { file: string; line: number; text: string }) =>
  `${file}:${line} ${JSON.stringify(text)}`;

it('shows no letter in a card, a toast or a button that is not from the locales', () => {
  expect(chatty.length).toBeGreaterThan(80);
  const found = chatty.flatMap(shownLetters).filter(({ file }) => !NO_CARDS.has(file));
  expect(found.map(at)).toEqual([]);
});

it('holds no sentence where somebody in a chat could read it', () => {
  const found = chatty.flatMap(sentences);
  expect(found.filter(({ file }) => !(file in NOT_SPOKEN)).map(at)).toEqual([]);
  const needed = new Set(found.map(({ file }) => file));
  expect(Object.keys(NOT_SPOKEN).filter((file) => !needed.has(file))).toEqual([]);
});

it('says only words that there are', () => {
  const said = speaking.flatMap(saidKeys);
  expect(said.length).toBeGreaterThan(200);
  const isThere = (key: string) => {
    const pattern = new RegExp(`^${key.replaceAll('*', '.+')}$`, 'u');
    return key.includes('*') ? [...known].some((each) => pattern.test(each)) : known.has(key);
  };
  expect([...new Set(said)].filter((key) => !isThere(key))).toEqual([]);
});

it('has no word that nobody says', () => {
  const named = new Set(speaking.flatMap(possibleKeys));
  const patterns = [...named]
    .filter((key) => key.includes('*'))
    .map((key) => new RegExp(`^${key.replaceAll('*', '.*')}$`, 'u'));
  const isSaid = (key: string) => named.has(key) || patterns.some((pattern) => pattern.test(key));
  for (const words of keys) expect([...words].filter((key) => !isSaid(key))).toEqual([]);
});

it.each([
  ["return { text: 'Hello' };", ['Hello']],
  ["const card = { text: `${say('a')} min` };", [' min']],
  ["show({ toast: isLate ? 'late' : say('a') });", ['late']],
  ["const card = { text: [say('a'), 'or so'].join(' · ') };", ['or so']],
  ["const card = { label: say(kind === 'up' ? 'a-b' : 'c-d', { name: 'x' }) };", []],
  ["const card = { text: kind === 'up' ? say('a') : '' };", []],
  ["log('so it is', { text: shorten('abc') });", []],
])('finds what is shown in %s', (code, texts) => {
  const found = shownLetters(parse('x.ts', code));
  expect(found.map(({ text }) => text)).toEqual(texts);
});

it.each([
  ["lines.push('No project yet');", ['No project yet']],
  ["lines.push('проект');", ['проект']],
  ['lines.push(`${count} files left`);', [' files left']],
  ["throw new Error('it is gone');", []],
  ["options.log('it is gone', {});", []],
  ["const kind = { title: 'What it does.', steps: { a: 'Does it all.' } };", []],
])('finds the sentence in %s', (code, texts) => {
  const found = sentences(parse('x.ts', code));
  expect(found.map(({ text }) => text)).toEqual(texts);
});
