import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { StoreUnderTest } from './contract.ts';
import { memoryStore } from './memory.ts';
import { sqliteStore } from './sqlite/sqlite.ts';

/** Holds a contract of one repository against every adapter; for tests. */
export function everyStore(
  contract: (name: string, make: () => Promise<StoreUnderTest>) => void,
): void {
  const root = mkdtempSync(path.join(tmpdir(), 'store-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  contract('memory', async () => {
    const store = memoryStore();
    return { store, reopen: async () => store, pass: () => undefined };
  });

  let files = 0;
  contract('sqlite', async () => {
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
}
