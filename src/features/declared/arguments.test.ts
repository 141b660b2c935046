import { describe, expect, it } from 'vitest';
import { fillArgv, fillText, isGood, readArguments } from './arguments.ts';

const REF = { name: 'ref', pattern: '[0-9a-f]{4,40}' };
const STAGE = { name: 'stage', choices: ['blue', 'green'], default: 'blue' };

describe('values', () => {
  it('come by place, and what is not given has its default', () => {
    expect(readArguments([REF, STAGE], ['abcd'])).toEqual({
      kind: 'values',
      values: { ref: 'abcd', stage: 'blue' },
    });
    expect(readArguments([REF, STAGE], ['abcd', 'green'])).toMatchObject({
      values: { stage: 'green' },
    });
  });

  it('are asked for where there is no default, and refused where they are too many', () => {
    expect(readArguments([REF], [])).toEqual({ kind: 'missing', argument: REF, given: [] });
    expect(readArguments([REF], ['abcd', 'ef01'])).toEqual({ kind: 'too-many' });
    expect(readArguments([], ['x'])).toEqual({ kind: 'too-many' });
    expect(readArguments([], [])).toEqual({ kind: 'values', values: {} });
  });

  it('take everything that is left into the one that takes the rest', () => {
    const rest = { name: 'what', rest: true };
    expect(readArguments([REF, rest], ['abcd', 'a', 'b; rm'])).toMatchObject({
      values: { what: 'a b; rm' },
    });
  });

  it('have to match as a whole', () => {
    expect(isGood(REF, 'abcd')).toBe(true);
    expect(isGood(REF, 'abcd;x')).toBe(false);
    expect(isGood(REF, 'x\nabcd')).toBe(false);
    expect(isGood({ name: 'x', pattern: 'a|b' }, 'ac')).toBe(false);
    expect(isGood(STAGE, 'red')).toBe(false);
  });

  it('never are an option of the program, nor hold what cannot be seen', () => {
    expect(isGood({ name: 'x' }, '--output=/x')).toBe(false);
    expect(isGood({ name: 'x', pattern: '-.*' }, '-rf')).toBe(false);
    for (const hidden of ['a\0b', 'a\u202Eb', 'a\u200Bb', 'a\u001Bb', 'a\u2028b'])
      expect(isGood({ name: 'x' }, hidden)).toBe(false);
    expect(isGood({ name: 'x' }, 'a'.repeat(201))).toBe(false);
  });

  it('do not hang on a pattern that takes forever', () => {
    const startedMs = performance.now();
    expect(isGood({ name: 'x', pattern: '(a+)+b' }, 'a'.repeat(60))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe('placeholders', () => {
  it('become one argument each, whatever the value holds', () => {
    const values = { ref: '$(id); "x" \'y\' {{stage}}', stage: 'a b' };
    expect(fillArgv(['echo', '{{ref}}', '{{stage}}', '--', 'x{{y}}'], values)).toEqual([
      'echo',
      '$(id); "x" \'y\' {{stage}}',
      'a b',
      '--',
      'x{{y}}',
    ]);
  });

  it('are filled once: a value that looks like one stays what it is', () => {
    expect(fillText('{{a}} and {{b}}', { a: '{{b}}', b: 'B' })).toBe('{{b}} and B');
  });

  it('are not names that every object has', () => {
    expect(fillArgv(['echo', '{{constructor}}'], {})).toEqual(['echo', '{{constructor}}']);
    expect(fillText('{{toString}}', {})).toBe('{{toString}}');
  });
});
