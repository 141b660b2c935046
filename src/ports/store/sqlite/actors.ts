import type { Actor } from '#kernel/actor.ts';
import type { Store } from '../port.ts';
import type { Connection } from './connection.ts';

/** The actors of this database. */
export function sqliteActors({ prepare, read, write }: Connection): Store['actors'] {
  const get = prepare<Actor>('SELECT id, name, role FROM actors WHERE id = ?');
  const list = prepare<Actor>('SELECT id, name, role FROM actors ORDER BY id');
  const save = prepare(`
    INSERT INTO actors (id, name, role) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role`);

  return {
    get: (id) =>
      read(() => {
        const row = get.get(id);
        return row && { ...row };
      }),
    list: () => read(() => list.all().map((row) => ({ ...row }))),
    save: ({ id, name, role }) =>
      write(() => {
        save.run(id, name, role);
      }),
  };
}
