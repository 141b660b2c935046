import path from 'node:path';
import { expect, it } from 'vitest';
import type { NoIsolation } from '#kernel/no-isolation.ts';
import type { RefusedReason } from '#kernel/refused-reason.ts';
import { kindWord } from '#operations/kind-word.ts';
import type { DeployProblem } from '#ports/deployer/problem.ts';
import type { PromptProblem } from '#ports/prompts/port.ts';
import { readIn, sourceOf, wordsOf, writtenIn } from '#test/locale.ts';
import { createWorld } from '#test/world.ts';
import { loadWords } from './words.ts';

const locales = path.join(import.meta.dirname, '../../locales');

it('has the same words with the same variables in both languages', () => {
  expect(wordsOf('en').size).toBeGreaterThan(1_000);
  expect(wordsOf('ru')).toEqual(wordsOf('en'));
});

it.each(['en', 'ru'] as const)('says all that is written, and nothing twice, in %s', (language) => {
  const source = sourceOf(language);
  expect(readIn(source)).toBe(writtenIn(source));
  const keys = [...source.matchAll(/^([a-z][a-z0-9_-]*) =/gmu)].map(([, key]) => key);
  expect(keys).toEqual([...wordsOf(language).keys()]);
});

it.each(['* b', '.b = c', '[b] c', 'b } c'])('sees that Fluent loses %j', (line) => {
  const source = `one = a\n    ${line}\ntwo = d\n`;
  expect(readIn(source)).not.toBe(writtenIn(source));
});

it.each(['en', 'ru'] as const)('begins every line of /help alike in %s', (language) => {
  const lines = [...sourceOf(language).matchAll(/^command-\w+ = (.*)$/gmu)].map(([, text]) => text);
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.filter((text) => !/^\p{Lu}/u.test(text ?? ''))).toEqual([]);
});

it('has a word for each kind of operation', async () => {
  const world = await createWorld();
  const kinds = [...world.operations.kinds().keys()];
  await world.close();
  expect(kinds).toContain('turn');
  for (const say of [loadWords(locales)('en'), loadWords(locales)('ru')])
    expect(kinds.filter((kind) => say(`operation-${kind}`) === `operation-${kind}`)).toEqual([]);
  expect(kindWord('of-tomorrow', loadWords(locales)('en'))).toBe('of-tomorrow');
});

/** Each code once: the compiler tells of one that is missing here. */
const NO_ISOLATION = {
  'no-bubblewrap': 1,
  'no-namespaces': 1,
  'no-node': 1,
} as const satisfies Record<NoIsolation['code'], 1>;
const REFUSED = {
  plaintext: 1,
  'no-address': 1,
  token: 1,
  version: 1,
  greeting: 1,
  pairing: 1,
  'pairing-of': 1,
  device: 1,
  request: 1,
  scopes: 1,
} as const satisfies Record<RefusedReason['code'], 1>;
const PROMPT_PROBLEMS = {
  outside: 1,
  unreadable: 1,
  'not-a-file': 1,
  'too-large': 1,
  'not-text': 1,
  'no-front-matter': 1,
  'front-matter': 1,
  'other-command': 1,
  empty: 1,
  'too-long': 1,
  undeclared: 1,
  unused: 1,
  missing: 1,
  unknown: 1,
  'not-words': 1,
  'not-data': 1,
} as const satisfies Record<PromptProblem['code'], 1>;
const DEPLOY_PROBLEMS = {
  ended: 1,
  killed: 1,
  late: 1,
  'not-started': 1,
  'out-of-memory': 1,
  unhealthy: 1,
  'still-starting': 1,
  'no-port': 1,
  state: 1,
  'no-answer': 1,
  'wrong-answer': 1,
  'no-start': 1,
  'no-container-file': 1,
  'in-container': 1,
  'many-ports': 1,
  'no-release': 1,
  machine: 1,
  missing: 1,
  'not-allowed': 1,
  'not-allowed-on-top': 1,
  'no-service': 1,
  'no-file-of-project': 1,
  'no-directory-of-project': 1,
  'extends-other-file': 1,
  'image-of-release': 1,
  'volume-of-machine': 1,
  rights: 1,
  network: 1,
  processes: 1,
  'shared-memory': 1,
  devices: 1,
  capabilities: 1,
  'container-rules': 1,
  'container-name': 1,
  tags: 1,
  aliases: 1,
  'file-outside': 1,
  'file-unreadable': 1,
  'file-not-a-file': 1,
  'file-too-large': 1,
  'file-not-text': 1,
  'no-yaml': 1,
  'not-resolved': 1,
  'no-hook': 1,
  'relative-path': 1,
  'not-run': 1,
  'status-unwell': 1,
  'status-down': 1,
  'status-unknown': 1,
  'not-brought-back': 1,
} as const satisfies Record<DeployProblem['code'], 1>;

it.each([
  ['isolation', NO_ISOLATION],
  ['refused', REFUSED],
  ['prompt-problem', PROMPT_PROBLEMS],
  ['deploy-why', DEPLOY_PROBLEMS],
])('has words for each reason of %s', (about, codes) => {
  const known = wordsOf('en');
  expect(Object.keys(codes).filter((code) => !known.has(`${about}-${code}`))).toEqual([]);
});

it('writes a number that is a name as one types it', () => {
  const sayIn = loadWords(locales);
  expect(sayIn('en')('pr-done-approve', { number: 12_345 })).toContain('#12345 ');
  expect(sayIn('ru')('pr-done-approve', { number: 12_345 })).toContain('#12345 ');
  expect(sayIn('en')('held-line', { path: 'a', line: 1_234, what: 'b' })).toContain('line 1234:');
  expect(sayIn('en')('session-untitled', { number: 1 })).toBe('the first one');
  expect(sayIn('en')('projects-changed', { count: 1_234 })).toContain('1,234 files');
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
