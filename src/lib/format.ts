const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size as `locale` writes it: `1.4 MB`, `1,4 МБ`. */
export function formatBytes(locale: string, bytes: number): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: SIZES[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1_000 ** power);
}

/** A duration as `locale` writes it, in its two greatest units: `3m 5s`, `3 мин 5 с`. */
export function formatElapsed(locale: string, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = Math.max(
    0,
    parts.findIndex(([, count]) => count > 0),
  );
  const shown = seconds === 0 ? parts.slice(-1) : parts.slice(first, first + 2);
  return shown
    .filter(([, count], index) => index === 0 || count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count),
    )
    .join(' ');
}

/** A price in US dollars as `locale` writes it, in hundredths of a cent. */
export function formatUsd(locale: string, usd: number): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 4,
  }).format(usd);
}

/** A moment as `locale` writes it; in UTC, and said so, unless the reader's offset is known. */
export function formatMoment(
  locale: string,
  atMs: number,
  {
    show,
    utcOffsetMinutes,
  }: { readonly show?: 'day' | 'time'; readonly utcOffsetMinutes?: number },
): string {
  const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const zone = { timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(locale, {
    ...(show === 'time' ? {} : day),
    ...(show === 'day' ? {} : time),
    ...(show === 'day' || utcOffsetMinutes !== undefined ? {} : zone),
    timeZone: 'UTC',
  }).format(atMs + (utcOffsetMinutes ?? 0) * 60_000);
}
