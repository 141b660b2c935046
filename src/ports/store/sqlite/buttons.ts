import type { Buttons, StoredButton } from '../port.ts';
import { fromColumn, toColumn, unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly id: string;
  readonly command: string;
  readonly words: string;
  readonly chat_id: number;
  readonly actor_id: number | null;
  readonly created_at_ms: number;
}

/** The buttons of this database. */
export function sqliteButtons({ prepare, read, write }: Connection): Buttons {
  // A known id keeps its meaning: it may be on somebody's screen.
  const insert = prepare(`
    INSERT INTO buttons (id, command, words, chat_id, actor_id, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`);
  const get = prepare<Row>('SELECT * FROM buttons WHERE id = ?');
  const prune = prepare('DELETE FROM buttons WHERE created_at_ms < ?');

  return {
    add: (buttons) =>
      write(() => {
        for (const { id, command, words, chatId, actorId, createdAtMs } of buttons) {
          insert.run(id, command, toColumn(words), chatId, actorId ?? null, createdAtMs);
        }
      }),
    get: (id) =>
      read(() => {
        const row = get.get(id);
        return row && toButton(row);
      }),
    prune: (beforeMs) =>
      write(() => {
        prune.run(beforeMs);
      }),
  };
}

function toButton(row: Row): StoredButton {
  return {
    id: row.id,
    command: row.command,
    words: fromColumn(row.words) as readonly string[],
    chatId: row.chat_id,
    ...unlessNull('actorId', row.actor_id),
    createdAtMs: row.created_at_ms,
  };
}
