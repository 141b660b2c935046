import type { Words } from '#kernel/command.ts';

/** Until when a budget is to be lifted; `off`: no longer. */
type Until = { readonly ms: number } | 'midnight' | 'off';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_MS = 7 * UNITS_MS.d;

/** What stands behind `/budget lift`: `shop 2h`, `Vera Maria midnight`. A name may have spaces. */
export function liftWish({ words }: Pick<Words, 'words'>):
  | {
      readonly who: string;
      readonly until: Until;
    }
  | undefined {
  const rest = words.slice(1);
  const until = toUntil(rest.at(-1)?.toLowerCase() ?? '');
  const who = rest.slice(0, -1).join(' ');
  return until === undefined || who === '' ? undefined : { who, until };
}

function toUntil(word: string): Until | undefined {
  if (word === 'midnight' || word === 'off') return word;
  const [, count, unit] = /^(\d{1,4})([mhd])$/u.exec(word) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  return ms > 0 && ms <= MAX_MS ? { ms } : undefined;
}
