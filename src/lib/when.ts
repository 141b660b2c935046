const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DAY_MS = UNITS_MS.d;
const MINUTE_MS = UNITS_MS.m;

/** Names of days as people begin them, from Sunday. */
const DAYS: readonly RegExp[] = [
  /^(?:sun|вс|воск)/u,
  /^(?:mon|пн|понед)/u,
  /^(?:tue|вт|втор)/u,
  /^(?:wed|ср|сред)/u,
  /^(?:thu|чт|четв)/u,
  /^(?:fri|пт|пятн)/u,
  /^(?:sat|сб|субб)/u,
];

/** The time that `30m`, `24h`, `7d` or `1h30m` means, in milliseconds; `undefined` for anything else. */
export function durationMs(word: string): number | undefined {
  if (!/^(?:\d{1,5}[mhd]){1,3}$/u.test(word)) return undefined;
  const parts = word.match(/\d+[mhd]/gu) ?? [];
  const sum = parts.reduce(
    (sumMs, part) =>
      sumMs + Number(part.slice(0, -1)) * UNITS_MS[part.slice(-1) as 'm' | 'h' | 'd'],
    0,
  );
  return sum > 0 ? sum : undefined;
}

/**
 * The moment after `nowMs` that words name on a clock that is `utcOffsetMinutes` before UTC:
 * `18:00`, `tomorrow`, `Monday 09:00`, `2026-12-01 09:00`, `in 2h` as `2h`. A day without a time
 * means its beginning. `undefined`: they name none, or one that is over.
 */
export function momentAfter(
  words: readonly string[],
  nowMs: number,
  utcOffsetMinutes: number,
): number | undefined {
  const [first = '', second, ...rest] = words.map((word) => word.toLowerCase().replace(/,$/u, ''));
  if (rest.length > 0) return undefined;
  const duration = second === undefined ? durationMs(first) : undefined;
  if (duration !== undefined) return nowMs + duration;
  const offsetMs = utcOffsetMinutes * MINUTE_MS;
  const todayMs = Math.floor((nowMs + offsetMs) / DAY_MS) * DAY_MS;
  const time = minutesOf(second === undefined ? first : second);
  const atMs = (dayMs: number, minutes: number): number => dayMs + minutes * MINUTE_MS - offsetMs;

  if (second === undefined && time !== undefined) {
    const today = atMs(todayMs, time);
    return today > nowMs ? today : atMs(todayMs + DAY_MS, time);
  }
  if (second !== undefined && time === undefined) return undefined;
  const dayMs = dayOf(first, todayMs, nowMs + offsetMs, time ?? 0);
  const moment = dayMs === undefined ? undefined : atMs(dayMs, time ?? 0);
  return moment !== undefined && moment > nowMs ? moment : undefined;
}

function dayOf(
  word: string,
  todayMs: number,
  localNowMs: number,
  minutes: number,
): number | undefined {
  if (/^(?:tomorrow|завтра)$/u.test(word)) return todayMs + DAY_MS;
  const date = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/u.exec(word)?.groups;
  if (date) {
    const dayMs = Date.parse(`${word}T00:00:00Z`);
    const isReal = !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(word);
    return isReal ? dayMs : undefined;
  }
  const wanted = DAYS.findIndex((day) => day.test(word));
  if (wanted === -1) return undefined;
  const ahead = (wanted - new Date(todayMs).getUTCDay() + 7) % 7;
  const dayMs = todayMs + ahead * DAY_MS;
  return dayMs + minutes * MINUTE_MS > localNowMs ? dayMs : dayMs + 7 * DAY_MS;
}

function minutesOf(word: string): number | undefined {
  const time = /^(?<hours>\d{1,2}):(?<minutes>\d{2})$/u.exec(word)?.groups;
  if (!time) return undefined;
  const [hours, minutes] = [Number(time['hours']), Number(time['minutes'])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
