import type { Language } from './language.ts';

/** How much of the agent's work a card shows. */
export type Verbosity = 'quiet' | 'normal' | 'detailed';

/** What one person wants, wherever they speak with the bot. */
export interface Preferences {
  /** `auto`: that of Telegram. */
  readonly language: Language | 'auto';
  readonly verbosity: Verbosity;
  /** Minutes of the person's day; a night begins on one day and ends on the next. */
  readonly quietHours?: { readonly fromMinute: number; readonly toMinute: number };
  /** How far the person's clock is before UTC; quiet hours need it. */
  readonly utcOffsetMinutes?: number;
  /** `false`: what the agent changed for this person waits for `/commit`. */
  readonly commitsTurns?: boolean;
}

/** Of whoever has not said otherwise. */
export const DEFAULT_PREFERENCES: Preferences = { language: 'auto', verbosity: 'normal' };

/** The minute of the day, 0 to 1439, on a clock that is `utcOffsetMinutes` before UTC. */
export function minuteOfDay(atMs: number, utcOffsetMinutes: number): number {
  const minute = Math.floor(atMs / 60_000 + utcOffsetMinutes) % 1_440;
  return minute < 0 ? minute + 1_440 : minute;
}

/** Says whether nothing may make a sound for that person at `atMs`. */
export function isQuiet(preferences: Preferences, atMs: number): boolean {
  const { quietHours, utcOffsetMinutes } = preferences;
  if (!quietHours || utcOffsetMinutes === undefined) return false;
  const { fromMinute, toMinute } = quietHours;
  const minute = minuteOfDay(atMs, utcOffsetMinutes);
  return fromMinute <= toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}
