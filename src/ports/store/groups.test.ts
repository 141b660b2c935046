import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { groupsContract } from './contract-groups.ts';
import { memoryStore } from './memory.ts';
import { sqliteStore } from './sqlite/sqlite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'groups-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

groupsContract('memory', async () => {
  const store = memoryStore();
  return { store, reopen: async () => store, pass: () => undefined };
});

let files = 0;
groupsContract('sqlite', async () => {
  const file = path.join(root, `${(files += 1)}.db`);
  let current = sqliteStore(file);
  return {
    store: current,
    async reopen() {
      await current.close();
      current = sqliteStore(file);
      return current;
    },
    pass: () => undefined,
  };
});
