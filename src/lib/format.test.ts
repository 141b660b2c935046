import { expect, it } from 'vitest';
import { formatBytes, formatElapsed, formatMoment, formatUsd } from './format.ts';

/** ICU writes some gaps as spaces that do not break. */
const spaced = (text: string) => text.replaceAll(/\p{Zs}/gu, ' ');
const inBoth = (write: (locale: string) => string) =>
  ['en', 'ru'].map((each) => spaced(write(each)));

it('writes sizes in the unit that reads best', () => {
  expect(inBoth((locale) => formatBytes(locale, 1_440_000))).toEqual(['1.4 MB', '1,4 МБ']);
  expect(inBoth((locale) => formatBytes(locale, 0))).toEqual(['0 bytes', '0 байт']);
  expect(inBoth((locale) => formatBytes(locale, 3))).toEqual(['3 bytes', '3 байта']);
  expect(inBoth((locale) => formatBytes(locale, 999_999_999_999))).toEqual([
    '1,000 GB',
    '1 000 ГБ',
  ]);
  expect(spaced(formatBytes('en', 2e17))).toBe('200,000 TB');
});

it('writes durations in their two greatest units', () => {
  expect(inBoth((locale) => formatElapsed(locale, 0))).toEqual(['0s', '0 с']);
  expect(inBoth((locale) => formatElapsed(locale, 185_900))).toEqual(['3m 5s', '3 мин 5 с']);
  expect(inBoth((locale) => formatElapsed(locale, 3_600_000))).toEqual(['1h', '1 ч']);
  expect(inBoth((locale) => formatElapsed(locale, 90_061_000))).toEqual(['1d 1h', '1 д. 1 ч']);
  expect(formatElapsed('en', -5)).toBe('0s');
});

it('writes prices with as many digits as they need', () => {
  expect(inBoth((locale) => formatUsd(locale, 0.0123))).toEqual(['$0.0123', '0,0123 $']);
  expect(spaced(formatUsd('en', 12))).toBe('$12.00');
});

it('writes moments in UTC, or on the clock of the reader', () => {
  const atMs = Date.UTC(2026, 10, 22, 23, 5);
  expect(inBoth((locale) => formatMoment(locale, atMs, {}))).toEqual([
    'Nov 22, 2026, 23:05 UTC',
    '22 нояб. 2026 г., 23:05 UTC',
  ]);
  const utcOffsetMinutes = 330;
  expect(inBoth((locale) => formatMoment(locale, atMs, { utcOffsetMinutes }))).toEqual([
    'Nov 23, 2026, 04:35',
    '23 нояб. 2026 г., 04:35',
  ]);
  expect(formatMoment('en', atMs, { show: 'time' })).toBe('23:05 UTC');
  expect(formatMoment('ru', atMs, { show: 'day' })).toMatch(/^22 нояб\. 2026/u);
});
