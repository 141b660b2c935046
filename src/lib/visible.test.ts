import { expect, it } from 'vitest';
import { visible, visibleName } from './visible.ts';

it('shows what hides or turns text', () => {
  expect(visible('a\u202Eb\u2066c\u200Bd')).toBe('a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d');
  expect(visible('bell\u0007 esc\u001B[31m del\u007F \u0085')).toBe('bell␇ esc␛[31m del␡ ⟨U+0085⟩');
  expect(visible('line\u2028end')).toBe('line⟨U+2028⟩end');
});

it('leaves letters of every script and whole emoji as they are', () => {
  for (const text of ['файл', 'तितली', '日本', '👩‍💻 🏳️‍🌈', 'café']) expect(visible(text)).toBe(text);
  expect(visible('a\u200Db')).toBe('a⟨U+200D⟩b');
});

it('keeps a name on one line and marks the one that only looks the same', () => {
  expect(visibleName('a\nb\tc')).toBe('a␊b␉c');
  expect(visibleName('cafe\u0301.txt')).toBe('cafe\u0301.txt (NFD)');
  expect(visibleName('caf\u00E9.txt')).toBe('caf\u00E9.txt');
});
