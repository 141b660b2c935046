import path from 'node:path';
import { expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import { bounded, describeProblem, type OpsWhy } from './problem.ts';

const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));

const NAME = 'a_name';
/** Each code once: without words for one of them, its line below fails. */
const ALL: Record<OpsWhy['code'], Readonly<Record<string, string | number>>> = {
  deep: {},
  empty: {},
  anchors: {},
  tags: {},
  aliases: {},
  proto: {},
  'no-yaml': { said: 'no *map*' },
  'unknown-key': {},
  'zero-byte': {},
  time: {},
  'not-value': { values: '"Environment"' },
  'not-one-of': { values: '"local", "compose"' },
  missing: { expected: 'string' },
  type: { expected: 'int' },
  'too-small': { of: 'beyond', limit: 0 },
  'too-big': { of: 'items', limit: 21 },
  pattern: { pattern: '/^a$/' },
  wrong: { said: 'no' },
  'environment-name': {},
  'project-name': {},
  'variable-name': {},
  'commit-id': {},
  'no-program': {},
  'none-or-settings': {},
  'other-environment': {},
  'hook-missing': {},
  'reminder-late': {},
  circle: {},
  link: {},
  repository: {},
  large: { limitBytes: 262_144 },
  'not-utf8': {},
  'holds-name': {},
  'misplaced-command': { form: 'commands/<name>.yaml' },
  misplaced: { form: 'commands/<name>.yaml' },
  'no-environment': { project: 'shop', environment: 'qa' },
  twice: { name: NAME },
  'main-gone': {},
  lost: { sha: 'abc' },
  branch: { said: 'no' },
  'remote-unread': { said: 'no' },
  'remote-refuses': { said: 'no' },
  'remote-late': {},
  'remote-moves': {},
  'remote-broke': { said: 'no' },
  'no-kind': {},
  'many-kinds': { kinds: 'run, prompt' },
  'many-letters': { limit: 16_000 },
  'many-commands': { limit: 100 },
  'name-built-in': { name: NAME },
  'name-taken': { name: NAME },
  'argument-twice': { name: NAME },
  'rest-not-last': {},
  'no-pattern': {},
  'pattern-or-choices': {},
  'odd-choice': {},
  'odd-default': {},
  'default-missing': { name: NAME },
  'placeholder-inside': {},
  'placeholder-first': {},
  'no-argument': { name: NAME },
  'argument-unused': { name: NAME },
  'unknown-placeholder': { name: NAME },
  'approval-in-tree': {},
  'no-prompt': {},
  'no-built-in': { command: '/x' },
  'not-bindable': { command: '/start' },
  'bare-only': { command: '/deploy' },
  'role-too-low': { command: '/deploy', role: 'releaser' },
  'no-git-ops': { command: '/help' },
};

it.each(Object.entries(ALL))('says in both languages what is wrong: %s', (code, values) => {
  const why = { code, ...values } as unknown as OpsWhy;
  const [en, ru] = (['en', 'ru'] as const).map((each) => describeProblem({ why }, sayIn(each)));
  expect(en).toMatch(/[a-z]/u);
  expect(ru).toMatch(/[а-я]/u);
  for (const value of ['said', 'name', 'kinds'].map((name) => values[name] ?? ''))
    for (const text of [en, ru]) expect(text?.replaceAll('\\', '')).toContain(value);
});

it('says where, counts as the language does, and shows nothing as Markdown', () => {
  const items: OpsWhy = { code: 'too-big', of: 'items', limit: 1 };
  expect(describeProblem({ key: 'a*b*', why: items }, sayIn('en'))).toBe(
    String.raw`a\*b\*: must have at most 1 item`,
  );
  expect(describeProblem({ why: { ...items, limit: 21 } }, sayIn('ru'))).toBe(
    'можно не больше 21 элемента',
  );
  expect(describeProblem({ why: { code: 'large', limitBytes: 262_144 } }, sayIn('en'))).toContain(
    'kB',
  );
  const words = 'больше, чем 16 000 знаков';
  expect(describeProblem({ why: { code: 'many-letters', limit: 16_000 } }, sayIn('ru'))).toBe(
    words.replaceAll(/(?<=\d) (?=\d)/gu, '\u00A0'),
  );
});

it('keeps no more than a line of what it quotes', () => {
  const said = `${'x'.repeat(9_000)}\ny`;
  const { key, why } = bounded({ key: said, why: { code: 'branch', said } });
  for (const text of [key, 'said' in why ? why.said : '']) expect(text).toHaveLength(200);
});
