import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadCommands } from './commands.ts';

test('finds each command by its file name, and no tests', async () => {
  const names = [...(await loadCommands()).keys()];

  assert.ok(names.includes('start') && names.includes('help'));
  assert.ok(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name)));
});

test('every command says what it does, as Telegram wants it', async () => {
  for (const [name, { description }] of await loadCommands()) {
    assert.ok(description.length >= 1 && description.length <= 256, name);
  }
});

for (const { file, code, message } of [
  { file: 'empty.ts', code: 'export {};', message: 'empty.ts does not export "command"' },
  { file: 'Ping.ts', code: 'export const command = {};', message: 'Ping.ts: not a name of a command' },
]) {
  test(`does not start with ${file} in src/commands/ that is no command`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'commands-'));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, file), code);

    await assert.rejects(loadCommands(pathToFileURL(`${folder}/`)), { message });
  });
}
