import { expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { TELEGRAM_REFUSALS } from './telegram-refusals.ts';

it.each(TELEGRAM_REFUSALS.map(({ text, source }) => [String(text), source, text] as const))(
  'is met by a case: %s (%s)',
  (_title, _source, text) => {
    const meets = ({ refusal }: { readonly refusal: string }): boolean =>
      typeof text === 'string' ? refusal === text : text.test(refusal);

    expect(CASES.filter(meets)).not.toEqual([]);
  },
);

it('has many more cases than words', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(500);
});
