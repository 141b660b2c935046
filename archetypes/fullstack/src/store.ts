import { DatabaseSync } from 'node:sqlite';
import type { Note } from './page/note.ts';

/** Where the notes are. */
export interface Store {
  /** Oldest first. */
  list(): readonly Note[];
  add(text: string): Note;
  /** Whether it was there. */
  remove(id: number): boolean;
  close(): void;
}

/** Opens the database in `file`, and makes it when it is not there. `:memory:` keeps nothing. */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS notes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      text TEXT NOT NULL
    ) STRICT;
  `);
  const all = database.prepare('SELECT id, text FROM notes ORDER BY id');
  const insert = database.prepare('INSERT INTO notes (text) VALUES (?) RETURNING id, text');
  const remove = database.prepare('DELETE FROM notes WHERE id = ?');
  return {
    list: () => all.all() as unknown as readonly Note[],
    add: (text) => insert.get(text) as unknown as Note,
    remove: (id) => remove.run(id).changes === 1,
    close: () => database.close(),
  };
}
