import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from './store.ts';

test('keeps notes over a restart, in order, and never gives an id twice', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  t.after(() => rm(folder, { recursive: true }));
  const before = openStore(join(folder, 'notes.db'));
  for (const text of ['a', "b'; DROP TABLE notes; --", 'c']) before.add(text);
  assert.equal(before.remove(3), true);
  before.close();

  const after = openStore(join(folder, 'notes.db'));
  t.after(() => after.close());
  assert.equal(after.add('d').id, 4);

  assert.deepEqual(
    after.list().map(({ id, text }) => [id, text]),
    [
      [1, 'a'],
      [2, "b'; DROP TABLE notes; --"],
      [4, 'd'],
    ],
  );
});

test('says whether what was removed had been there', (t) => {
  const store = openStore(':memory:');
  t.after(() => store.close());

  const { id } = store.add('a');

  assert.deepEqual([store.remove(id), store.remove(id), store.remove(99)], [true, false, false]);
});
