import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_NOTE_LENGTH, toNoteText } from './note.ts';

test('keeps a text without the space around it', () => {
  assert.equal(toNoteText('  buy milk\n'), 'buy milk');
  assert.equal(toNoteText('x'.repeat(MAX_NOTE_LENGTH)), 'x'.repeat(200));
});

for (const value of ['', ' \n', 'x'.repeat(201), 7, null, undefined, ['a']]) {
  test(`${JSON.stringify(value)?.slice(0, 20)} is no note`, () => {
    assert.equal(toNoteText(value), undefined);
  });
}
