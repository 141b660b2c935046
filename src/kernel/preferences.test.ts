import { expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, isQuiet, minuteOfDay } from './preferences.ts';

const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

it('knows the minute of the day on every clock, also where the day is another', () => {
  expect(minuteOfDay(at('23:30'), 180)).toBe(2 * 60 + 30);
  expect(minuteOfDay(at('00:10'), -210)).toBe(20 * 60 + 40);
});

it('is quiet from the first minute to before the last, also over midnight', () => {
  const night = { fromMinute: 22 * 60, toMinute: 8 * 60 };
  const moscow = { ...DEFAULT_PREFERENCES, quietHours: night, utcOffsetMinutes: 180 };
  const quiet = ['18:59', '19:00', '23:00', '04:59', '05:00'].map((time) =>
    isQuiet(moscow, at(time)),
  );
  expect(quiet).toEqual([false, true, true, true, false]);
  const nap = { ...moscow, quietHours: { fromMinute: 13 * 60, toMinute: 14 * 60 } };
  expect([isQuiet(nap, at('10:00')), isQuiet(nap, at('11:00'))]).toEqual([true, false]);
});

it('is never quiet for somebody whose clock it does not know', () => {
  const quietHours = { fromMinute: 0, toMinute: 1_439 };
  expect(isQuiet({ ...DEFAULT_PREFERENCES, quietHours }, at('12:00'))).toBe(false);
});
