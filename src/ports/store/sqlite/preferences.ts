import type { Preferences } from '#kernel/preferences.ts';
import type { Json, Store } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

/** The preferences of this database. */
export function sqlitePreferences({ prepare, read, write }: Connection): Store['preferences'] {
  const get = prepare<{ value: string }>('SELECT value FROM preferences WHERE actor_id = ?');
  const save = prepare(`
    INSERT INTO preferences (actor_id, value) VALUES (?, ?)
    ON CONFLICT (actor_id) DO UPDATE SET value = excluded.value`);

  return {
    get: (actorId) =>
      read(() => {
        const row = get.get(actorId);
        return row && (fromColumn(row.value) as unknown as Preferences);
      }),
    save: (actorId, preferences) =>
      write(() => {
        save.run(actorId, toColumn(preferences as unknown as Json));
      }),
  };
}
