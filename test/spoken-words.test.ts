import { expect, it } from 'vitest';
import { wordsOf } from './locale.ts';
import {
  parse,
  possibleKeys,
  saidKeys,
  saidWith,
  sentences,
  shownLetters,
  sourcesIn,
} from './spoken-words.ts';

/** Contracts of ports, what stands in for them, and what tests are fed with. */
const FOR_TESTS = /^src\/ports\/.*\/(?:contract|memory|hostile|fast-|test-|git-server)[^/]*$/u;
const SPEAKING = ['features', 'dispatch', 'telegram', 'operations', 'kernel', 'ports', 'app'];
const speaking = SPEAKING.flatMap((folder) => sourcesIn(`src/${folder}`)).filter(
  ({ file }) => !FOR_TESTS.test(file),
);
/** Told to the operator, in English: by the command line, the log and /health. */
const chatty = speaking.filter(({ file }) => !file.startsWith('src/app/'));
const known = wordsOf('en');

/** English sentences that nobody reads in a chat, and who reads them; by file or by folder. */
const NOT_SPOKEN: Readonly<Record<string, string>> = {
  'src/features/code/commit.ts': 'the history of git',
  'src/features/declared/schema.ts': 'docs/reference/telegram-command.schema.json',
  'src/features/git/diff-page.ts': 'the marks of a page',
  'src/operations/reference.ts': 'docs/reference/operations.md',
  'src/operations/states.ts': 'docs/reference/operations.md',
  'src/ports/backup/tar/': 'SQLite, the manifest and the log',
  'src/ports/gateway/embedded/': 'the log',
  'src/ports/gateway/openclaw/': 'the gateway, and what it says of itself',
  'src/ports/git/': 'git',
  'src/ports/host/': 'the log, and browsers',
  'src/ports/ops/': 'the history of the ops repository, and schemas for editors',
  'src/ports/prompts/render.ts': 'the agent',
  'src/ports/sandbox/project-shell.ts': 'a shell',
  'src/ports/secrets/file/': 'the operator, in the log and from the doctor',
  'src/ports/store/sqlite/': 'SQLite and the log',
  'src/ports/workspace/local/found-commands.ts': 'npm',
  'src/telegram/api.ts': 'the log',
  'src/telegram/intake/handler.ts': 'the log',
  'src/telegram/intake/poller.ts': 'the operator, on /health',
  'src/telegram/outbox/delivery.ts': 'the log and the store',
  'src/telegram/render/random-documents.ts': 'tests',
  'src/telegram/telegram.ts': 'the log and the store',
};

/** `text` is the name of a language there, or a line of git's. */
const NO_CARDS = new Set(['src/telegram/file-extension.ts', 'src/ports/git/cli/diff.ts']);

const at = ({ file, line, text }: { file: string; line: number; text: string }) =>
  `${file}:${line} ${JSON.stringify(text)}`;

it('shows no letter in a card, a toast or a button that is not from the locales', () => {
  expect(chatty.length).toBeGreaterThan(80);
  const found = chatty.flatMap(shownLetters).filter(({ file }) => !NO_CARDS.has(file));
  expect(found.map(at)).toEqual([]);
});

it('holds no sentence where somebody in a chat could read it', () => {
  const found = chatty.flatMap(sentences);
  const isOf = (place: string, file: string) =>
    place.endsWith('/') ? file.startsWith(place) : file === place;
  const places = Object.keys(NOT_SPOKEN);
  const spoken = found.filter(({ file }) => !places.some((place) => isOf(place, file)));
  expect(spoken.map(at)).toEqual([]);
  expect(places.filter((place) => !found.some(({ file }) => isOf(place, file)))).toEqual([]);
});

it('says only words that there are', () => {
  const said = speaking.flatMap(saidKeys);
  expect(said.length).toBeGreaterThan(200);
  const isThere = (key: string) => {
    const pattern = new RegExp(`^${key.replaceAll('*', '.+')}$`, 'u');
    return key.includes('*')
      ? [...known.keys()].some((each) => pattern.test(each))
      : known.has(key);
  };
  expect([...new Set(said)].filter((key) => !isThere(key))).toEqual([]);
});

it('says no word without a variable that it needs', () => {
  const said = speaking.flatMap(saidWith);
  expect(said.length).toBeGreaterThan(500);
  const lacking = said.flatMap(({ file, line, key, names }) => {
    const missing = [...(known.get(key) ?? [])].filter((name) => !names.includes(name));
    return missing.map((name) => `${file}:${line} ${key} $${name}`);
  });
  expect(lacking).toEqual([]);
});

it.each([
  ["say('a-b', { x: 1, y })", [['a-b', ['x', 'y']]]],
  [
    "say(isOne ? 'a-b' : 'c-d')",
    [
      ['a-b', []],
      ['c-d', []],
    ],
  ],
  ["call.say('a-b', { ...words })", []],
  ["say('a-b', words)", []],
  ['say(`a-${b}`, { x })', []],
])('finds the variables in %s', (code, expected) => {
  const found = saidWith(parse('x.ts', code));
  expect(found.map(({ key, names }) => [key, names])).toEqual(expected);
});

it('has no word that nobody says', () => {
  const named = new Set(speaking.flatMap(possibleKeys));
  const patterns = [...named]
    .filter((key) => key.includes('*'))
    .map((key) => new RegExp(`^${key.replaceAll('*', '.*')}$`, 'u'));
  const isSaid = (key: string) => named.has(key) || patterns.some((pattern) => pattern.test(key));
  expect([...known.keys()].filter((key) => !isSaid(key))).toEqual([]);
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
