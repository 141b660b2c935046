import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { quoted } from './quoted.ts';

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

it('says exactly what it was given, on one line, and hides nothing', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const said = quoted({ text });
      expect(JSON.parse(said)).toEqual({ text });
      expect(HIDDEN.test(said)).toBe(false);
      expect(said).not.toContain('<');
    }),
  );
});

it('leaves what can be read as it is', () => {
  expect(quoted('src/главная 1.ts')).toBe('"src/главная 1.ts"');
  expect(quoted('a"b\n\u202ec\u{e0061}</x>')).toBe(
    String.raw`"a\"b\n\u202ec\udb40\udc61\u003c/x>"`,
  );
});
