import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { projectsContract } from './contract-projects.ts';
import { memoryStore } from './memory.ts';
import { sqliteStore } from './sqlite/sqlite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'projects-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

projectsContract('memory', async () => {
  const store = memoryStore();
  return { store, reopen: async () => store, pass: () => undefined };
});

let files = 0;
projectsContract('sqlite', async () => {
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
