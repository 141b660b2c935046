import { expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { chosenLines } from './lines.ts';

const masker = createMasker(['hunter2-hunter2']);
const chosen = (texts: readonly string[], wish: Partial<Parameters<typeof chosenLines>[1]> = {}) =>
  chosenLines(
    texts.map((text) => ({ text })),
    { lines: 2_000, ...wish },
    masker,
  );
const pino = (level: number, msg: string, more: object = {}) =>
  JSON.stringify({ level, time: Date.UTC(2026, 10, 22, 12, 3, 4), msg, ...more });

it('shows JSON as time, level, message and fields', () => {
  expect(
    chosen([
      pino(50, 'no route', { pid: 1, hostname: 'x', host: 'db', tries: 3 }),
      '{"level":"warn","timestamp":"2026-11-22T01:02:03Z","message":"slow"}',
      '{"just":"json"}',
      '{not json',
      '[1,2]',
    ]),
  ).toEqual([
    '12:03:04 ERROR no route host=db tries=3',
    '01:02:03 WARN  slow',
    '{"just":"json"}',
    '{not json',
    '[1,2]',
  ]);
});

it('shows the stack of an error below its line, and keeps the two together', () => {
  const err = { type: 'Error', message: 'boom', stack: 'Error: boom\n    at x.ts:1' };
  const lines = [
    pino(30, 'fine'),
    pino(50, 'failed', { err }),
    'TypeError: ERROR',
    '    at y.ts:2',
    'next',
  ];
  expect(chosen(lines, { level: 'error' })).toEqual([
    '12:03:04 ERROR failed',
    '  Error: boom',
    '      at x.ts:1',
    'TypeError: ERROR',
    '    at y.ts:2',
  ]);
});

it('keeps what is at least of a level; a line that does not say is usual', () => {
  const lines = ['plain', pino(20, 'debug'), pino(30, 'info'), 'WARNING: disk', '2026 [error] x'];
  expect(chosen(lines, { level: 'info' })).toEqual([
    'plain',
    '12:03:04 INFO  info',
    'WARNING: disk',
    '2026 [error] x',
  ]);
  expect(chosen(lines, { level: 'warn' })).toEqual(['WARNING: disk', '2026 [error] x']);
});

it('finds words in either case, and takes the newest', () => {
  expect(chosen(['one A', 'two a', 'three b'], { search: 'A' })).toEqual(['one A', 'two a']);
  expect(chosen(['one', 'two', 'three'], { lines: 2 })).toEqual(['two', 'three']);
});

it('masks before it chooses: neither a search nor a cut shows a part of a secret', () => {
  expect(chosen(['key hunter2-hunter2'])).toEqual(['key [masked]']);
  expect(chosen(['key hunter2-hunter2'], { search: 'hunter2-h' })).toEqual([]);
  expect(chosen([pino(30, 'x', { a: `${'y'.repeat(195)}hunter2-hunter2` })]).join()).not.toContain(
    'hunter',
  );
});

it('masks what spans lines and what was hidden by the quoting of JSON', () => {
  const key = [
    '-----BEGIN PRIVATE KEY-----',
    ...Array.from(
      { length: 6 },
      () => 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
    ),
    '-----END PRIVATE KEY-----',
  ];
  expect(chosen(key).join('\n')).not.toContain('MIIEvQ');
  const quoted = createMasker(['a"b"c"d"e"f']);
  const shown = chosenLines([{ text: pino(30, 'is a"b"c"d"e"f') }], { lines: 9 }, quoted);
  expect(shown.join()).not.toContain('b"c');
});

it('hides nothing: what turns, joins or moves text is shown as what it is', () => {
  expect(chosen(['a\u001B[31mred\u001B[0m', 'x\u202Ey\tz', 'a\rb'])).toEqual([
    'ared',
    'x⟨U+202E⟩y  z',
    'a b',
  ]);
});

it('takes time from where the line has none', () => {
  const atMs = Date.UTC(2026, 10, 22, 9, 8, 7);
  const lines = [
    { text: 'begun', atMs },
    { text: '2026-11-22 begun', atMs },
  ];
  expect(chosenLines(lines, { lines: 5 }, masker)).toEqual(['09:08:07 begun', '2026-11-22 begun']);
});
