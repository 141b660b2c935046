import { expect, it } from 'vitest';
import { toWanted } from './wanted.ts';

/** A Sunday, 18:00 UTC. */
const NOW = Date.UTC(2026, 10, 22, 18);
const HOUR_MS = 3_600_000;

it.each([
  ['production "migration" 2h', { names: ['production'], quoted: 'migration', inHours: 2 }],
  ['production «миграция базы» 2h', { names: ['production'], quoted: 'миграция базы', inHours: 2 }],
  ['all “release week”', { names: ['all'], quoted: 'release week' }],
  ['все до понедельник 09:00 „релиз“', { names: ['все'], quoted: 'релиз', inHours: 15 }],
  ['shop until Monday 09:00 "why"', { names: ['shop'], quoted: 'why', inHours: 15 }],
  ['shop until 20:30', { names: ['shop'], inHours: 2.5 }],
  ['production a slow migration', { names: ['production', 'a', 'slow', 'migration'] }],
  ['production "until Monday 09:00"', { names: ['production'], quoted: 'until Monday 09:00' }],
  ['production ""', { names: ['production'], quoted: '' }],
  ['', { names: [] }],
])(
  'reads %s',
  (text, { names, quoted, inHours }: { names: string[]; quoted?: string; inHours?: number }) => {
    expect(toWanted(text, NOW, 0)).toEqual({
      names,
      ...(quoted !== undefined && { quoted }),
      ...(inHours !== undefined && { untilMs: NOW + inHours * HOUR_MS }),
    });
  },
);

it('reads times on the clock of the person', () => {
  const { untilMs } = toWanted('production until 20:30', NOW, 120);
  expect(untilMs).toBe(NOW + 0.5 * HOUR_MS);
});

it.each(['until', 'until whenever I say', 'до вчера', 'until 2026-02-31'])(
  'takes no moment out of %s',
  (text) => {
    const { badMoment, untilMs } = toWanted(`production ${text}`, NOW, 0);
    expect(badMoment).toBeDefined();
    expect(untilMs).toBeUndefined();
  },
);
