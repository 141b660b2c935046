import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { outputOf } from '../../test/output-of.ts';

test('count counts the bytes of standard input', async () => {
  assert.equal(await outputOf(['count'], 'añb\n', 'cd\n'), '8\n');
  assert.equal(await outputOf(['count']), '0\n');
});

test('count --lines counts line breaks', async () => {
  assert.equal(await outputOf(['count', '--lines'], 'a\nb', '\nc\n'), '3\n');
  assert.equal(await outputOf(['count', '-l'], 'no break'), '0\n');
});

test('count says which file has how many, and fails for one that is not there', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'count-'));
  t.after(() => rm(folder, { recursive: true }));
  const [one, two] = [join(folder, 'one.txt'), join(folder, 'two.txt')];
  await writeFile(one, 'a\n');
  await writeFile(two, 'a\nbc\n');

  assert.equal(await outputOf(['count', one, two]), `2 ${one}\n5 ${two}\n`);
  assert.equal(await outputOf(['count', '-l', two]), `2 ${two}\n`);
  await assert.rejects(outputOf(['count', join(folder, 'none')]), { code: 'ENOENT' });
});
