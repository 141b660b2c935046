import { expect, it } from 'vitest';
import { MOST_LINES, readWish, wishOf, wordsOf } from './wish.ts';

const HERE = ['staging', 'production'];
const wish = (text: string) => {
  const read = readWish(text, HERE);
  return read.kind === 'wish' ? read.wish : read.word;
};

it('understands the words in any order', () => {
  const all = {
    environment: 'staging',
    service: 'api',
    lines: 100,
    follow: true,
    level: 'error',
    search: 'time out',
  };
  expect(wish('staging api 100 follow error "time out"')).toEqual(all);
  expect(wish('"time out" error 100 follow api staging')).toEqual(all);
  expect(wish('follow 100 “time out” API'.toLowerCase() + ' errors Staging')).toEqual(all);
});

it('has defaults, and limits', () => {
  expect(wish('')).toEqual({ lines: 50, follow: false });
  expect(wish('0')).toMatchObject({ lines: 1 });
  expect(wish('999999999999999999999')).toMatchObject({ lines: MOST_LINES });
  expect(wish('"" warn')).toEqual({ lines: 50, follow: false, level: 'warn' });
});

it('searches for what stands in quotation marks or between slashes, as it is', () => {
  expect(wish('/GET .*/ bot')).toEqual({
    lines: 50,
    follow: false,
    search: 'GET .*',
    system: 'bot',
  });
  expect(wish('«ошибка связи»')).toMatchObject({ search: 'ошибка связи' });
  expect(wish(`"${'x'.repeat(500)}"`)).toMatchObject({ search: 'x'.repeat(100) });
});

it('says which word it does not understand', () => {
  expect(wish('staging api worker')).toBe('worker');
  expect(wish('--since=1h')).toBe('--since=1h');
  expect(wish('../../etc')).toBe('../../etc');
});

it('survives the way through a button, whose words nobody can bend', () => {
  const full = {
    environment: 'staging',
    service: 'api',
    lines: 7,
    level: 'warn',
    search: 'a b',
  } as const;
  expect(wishOf(wordsOf({ ...full, follow: true }))).toEqual({ ...full, follow: false });
  expect(wishOf(['bot', '', '', '50', '', ''])).toEqual({
    system: 'bot',
    lines: 50,
    follow: false,
  });
  for (const bent of [
    ['', 'staging', '--x', '50', '', ''],
    ['', 'staging', '', '0', '', ''],
    ['', 'staging', '', '99999', '', ''],
    ['', 'staging', '', '5', 'constructor', ''],
    ['shop', '', '', '5', '', ''],
    [],
  ])
    expect(wishOf(bent)).toBeUndefined();
});
