import { describe, expect, it } from 'vitest';
import { durationMs, momentAfter } from './when.ts';

/** A Sunday. */
const NOW = Date.parse('2026-11-22T18:00:00Z');

describe('a duration', () => {
  it.each([
    ['30m', 30 * 60_000],
    ['2h', 2 * 3_600_000],
    ['7d', 7 * 86_400_000],
    ['1h30m', 90 * 60_000],
  ])('reads %s', (word, ms) => {
    expect(durationMs(word)).toBe(ms);
  });

  it.each(['', '2', 'h', '0m', '-1h', '1w', '2h ', '999999d', '1h1h1h1h'])('refuses %j', (word) => {
    expect(durationMs(word)).toBeUndefined();
  });
});

describe('a moment', () => {
  it.each([
    ['18:30', '2026-11-22T18:30:00Z'],
    ['18:00', '2026-11-23T18:00:00Z'],
    ['2h', '2026-11-22T20:00:00Z'],
    ['tomorrow', '2026-11-23T00:00:00Z'],
    ['tomorrow 9:00', '2026-11-23T09:00:00Z'],
    ['Monday 09:00', '2026-11-23T09:00:00Z'],
    ['понедельника 09:00', '2026-11-23T09:00:00Z'],
    ['Sunday 19:00', '2026-11-22T19:00:00Z'],
    ['Sunday 17:00', '2026-11-29T17:00:00Z'],
    ['sat', '2026-11-28T00:00:00Z'],
    ['2026-12-01 09:00', '2026-12-01T09:00:00Z'],
    ['2026-12-01', '2026-12-01T00:00:00Z'],
  ])('reads %s', (words, moment) => {
    expect(momentAfter(words.split(' '), NOW, 0)).toBe(Date.parse(moment));
  });

  it('goes by the clock of the one who says it', () => {
    const moscow = 180;
    expect(momentAfter(['22:00'], NOW, moscow)).toBe(Date.parse('2026-11-22T19:00:00Z'));
    expect(momentAfter(['tomorrow'], NOW, moscow)).toBe(Date.parse('2026-11-22T21:00:00Z'));
    expect(momentAfter(['monday', '00:30'], NOW, 420)).toBe(Date.parse('2026-11-29T17:30:00Z'));
  });

  it.each(['', 'someday', '25:00', '12:60', '2026-02-30', '2026-11-21', 'monday nine', 'a b c'])(
    'refuses %j',
    (words) => {
      expect(momentAfter(words.split(' '), NOW, 0)).toBeUndefined();
    },
  );
});
