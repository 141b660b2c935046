import { describe, expect, it } from 'vitest';
import { isEnvironmentName } from './environment.ts';

describe('names of environments', () => {
  it.each(['staging', 'production', 'eu', 'qa-2', 'a'.repeat(20)])('takes %s', (word) => {
    expect(isEnvironmentName(word)).toBe(true);
  });

  it.each([
    '',
    'a',
    'a'.repeat(21),
    'Staging',
    '2qa',
    '-qa',
    'qa-',
    'qa/eu',
    '../qa',
    'qa\n',
    'стенд',
    'all',
    'follow',
    'until',
  ])('refuses %j', (word) => {
    expect(isEnvironmentName(word)).toBe(false);
  });
});
