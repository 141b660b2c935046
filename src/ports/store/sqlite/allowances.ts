import type { Store } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly project: string;
  readonly command: string;
  readonly actor_id: number;
  readonly at_ms: number;
}

/** The allowances of this database. */
export function sqliteAllowances({ prepare, read, write }: Connection): Store['allowances'] {
  const list = prepare<Row>('SELECT * FROM allowances WHERE project = ? ORDER BY rowid');
  const insert = prepare(`
    INSERT INTO allowances (project, command, actor_id, at_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (project, command) DO NOTHING`);
  const remove = prepare('DELETE FROM allowances WHERE project = ? AND command = ?');

  return {
    list: (project) =>
      read(() =>
        list.all(project).map((row) => ({
          project: row.project,
          command: fromColumn(row.command) as string,
          actorId: row.actor_id,
          atMs: row.at_ms,
        })),
      ),
    add: ({ project, command, actorId, atMs }) =>
      write(() => {
        insert.run(project, toColumn(command), actorId, atMs);
      }),
    remove: (project, command) => write(() => remove.run(project, toColumn(command)) === 1),
  };
}
