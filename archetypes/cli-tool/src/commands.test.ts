import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadCommands } from './commands.ts';

test('finds each command by its file name, and no tests', async () => {
  const names = [...(await loadCommands()).keys()];

  assert.ok(names.includes('count') && names.includes('greet'));
  assert.ok(names.every((name) => /^[a-z][a-z0-9-]*$/.test(name)), names.join());
});

test('does not start with a file in src/commands/ that is no command', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'commands-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'empty.ts'), 'export {};');

  await assert.rejects(loadCommands(pathToFileURL(`${folder}/`)), {
    message: 'empty.ts does not export "command"',
  });
});
