import { expect, it } from 'vitest';
import { finalCard } from './final.ts';

it('shows no empty block where the gateway gives no reason', () => {
  const turn = { project: 'shop', again: { command: 'again', words: [] }, isReadOnly: true };
  const failed = (detail: string) =>
    finalCard(
      { outcome: { kind: 'failed', cause: 'other', detail }, commit: 'failed' },
      turn,
      (key) => key,
    ).text;
  expect(failed('')).not.toContain('```');
  expect(failed('because')).toContain('```\nbecause\n```');
});
