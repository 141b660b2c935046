import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
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

it('forgets no table that speaks of a project, whichever there are', async () => {
  const file = path.join(root, 'all.db');
  const store = sqliteStore(file);
  await store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  await store.close();
  const database = new DatabaseSync(file);
  const tables = database
    .prepare(
      `SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
       WHERE m.type = 'table' AND c.name = 'project'`,
    )
    .all()
    .map(({ name }) => String(name));
  for (const table of tables) {
    const columns = database.prepare(`PRAGMA table_info("${table}")`).all();
    const filled = columns.filter(({ name, notnull, pk }) => name === 'project' || notnull || pk);
    const values = filled.map(({ name, type }) =>
      name === 'project' ? 'shop' : type === 'TEXT' ? 'owner' : 1,
    );
    const names = filled.map(({ name }) => `"${String(name)}"`).join(', ');
    const marks = filled.map(() => '?').join(', ');
    database.exec('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON');
    database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${marks})`).run(...values);
  }
  database.close();
  const again = sqliteStore(file);
  expect(await again.projects.rename('shop', 'store')).toBe(true);
  await again.close();
  const after = new DatabaseSync(file);
  const left = tables.map((table) => [
    table,
    after.prepare(`SELECT count(*) AS n FROM "${table}" WHERE project = 'store'`).get()?.['n'],
  ]);
  after.close();
  expect(tables).toContain('bound_topics');
  expect(left).toEqual(tables.map((table) => [table, 1]));
});
