import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { changesContract } from './contract-changes.ts';
import { memoryStore } from './memory.ts';
import { sqliteStore } from './sqlite/sqlite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'changes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

changesContract('memory', async () => {
  const store = memoryStore();
  return { store, reopen: async () => store, pass: () => undefined };
});

let files = 0;
changesContract('sqlite', async () => {
  const file = path.join(root, `${(files += 1)}.db`);
  const store = sqliteStore(file);
  let current = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = sqliteStore(file);
      return current;
    },
    pass: () => undefined,
  };
});
