import type { Store } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

/** The settings of this database. */
export function sqliteSettings({ prepare, read, write }: Connection): Store['settings'] {
  const get = prepare<{ value: string }>('SELECT value FROM settings WHERE name = ?');
  const set = prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);

  return {
    get: (name) =>
      read(() => {
        const row = get.get(name);
        return row && fromColumn(row.value);
      }),
    set: (name, value) =>
      write(() => {
        set.run(name, toColumn(value));
      }),
  };
}
