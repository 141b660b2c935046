import { locale } from '../base/words.js';

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** A moment the way a `date_time` entity wants it, in the reader's own time zone. */
export function momentWord(unixTime, format, nowMs = Date.now()) {
  const when = new Date(unixTime * 1_000);
  if (format === 'r') {
    const seconds = unixTime - nowMs / 1_000;
    const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS.at(-1);
    const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
    return relative.format(Math.round(seconds / size), unit);
  }
  const options = {
    ...(format.includes('w') ? { weekday: 'short' } : {}),
    ...(format.includes('d') ? { day: 'numeric', month: 'numeric', year: 'numeric' } : {}),
    ...(format.includes('D') ? { day: 'numeric', month: 'long', year: 'numeric' } : {}),
    ...(/t/iu.test(format) ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(format.includes('T') ? { second: '2-digit' } : {}),
  };
  return when.toLocaleString(locale(), options);
}
