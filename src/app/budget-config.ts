import { z } from 'zod';
import type { Limits } from '#features/budget/limits.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };
const OFF = 'off';

const tokens = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:off|(?=.*[1-9])\d{1,9}(?:\.\d{1,3})?[km]?)$/u, {
    error: 'must be a number of tokens a day such as 2000000, 500k or 2M, or off',
  })
  .transform((text) => {
    if (text === OFF) return null;
    const [, number = '', unit = ''] = /^([\d.]+)([km]?)$/u.exec(text) ?? [];
    return Math.max(1, Math.round(Number(number) * (UNITS[unit] ?? 1)));
  });

const microUsd = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:off|\$?(?=.*[1-9])\d{1,7}(?:\.\d{1,2})?)$/u, {
    error: 'must be US dollars a day such as 10 or 2.50, or off',
  })
  .transform((text) => (text === OFF ? null : Math.round(Number(text.replace('$', '')) * 1e6)));

const utcOffset = z
  .string()
  .regex(/^[+-](?:0?\d|1[0-4]):?[0-5]\d$/u, { error: 'must be an offset such as +03:00 or -05:30' })
  .transform((text) => {
    const [, sign, hours, minutes] = /^([+-])(\d{1,2}):?(\d\d)$/u.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });

/** The variables of budgets. What they are together without any of them guards the first days. */
export const budgetEnvironment = {
  BUDGET_USER_TOKENS_PER_DAY: tokens.optional(),
  BUDGET_USER_USD_PER_DAY: microUsd.optional(),
  BUDGET_PROJECT_TOKENS_PER_DAY: tokens.optional(),
  BUDGET_PROJECT_USD_PER_DAY: microUsd.optional(),
  BUDGET_TOKENS_PER_DAY: tokens.default(50_000_000),
  BUDGET_USD_PER_DAY: microUsd.default(25_000_000),
  BUDGET_UTC_OFFSET: utcOffset.default(0),
};

const together = z.object(budgetEnvironment);

/** What the variables say. */
export function toLimits(data: z.infer<typeof together>): Limits {
  return {
    user: limit(data.BUDGET_USER_TOKENS_PER_DAY, data.BUDGET_USER_USD_PER_DAY),
    project: limit(data.BUDGET_PROJECT_TOKENS_PER_DAY, data.BUDGET_PROJECT_USD_PER_DAY),
    total: limit(data.BUDGET_TOKENS_PER_DAY, data.BUDGET_USD_PER_DAY),
    utcOffsetMinutes: data.BUDGET_UTC_OFFSET,
  };
}

function limit(tokens?: number | null, microUsd?: number | null): Limits['total'] {
  return {
    ...(typeof tokens === 'number' && { tokens }),
    ...(typeof microUsd === 'number' && { microUsd }),
  };
}
