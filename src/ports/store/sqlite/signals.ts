import type { OperationStore, Signal } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly name: string;
  readonly key: string;
  readonly payload: string;
  readonly at_ms: number;
}

/** The signals to all operations of this database. */
export function sqliteSignals({
  prepare,
  read,
  write,
}: Connection): Pick<OperationStore, 'signals' | 'addSignal'> {
  const list = prepare<Row>('SELECT * FROM signals WHERE operation_id = ? ORDER BY rowid');
  const insert = prepare(`
    INSERT INTO signals (operation_id, name, key, payload, at_ms) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (operation_id, name, key) DO NOTHING`);

  return {
    signals: (id) => read(() => list.all(id).map(toSignal)),
    addSignal: (id, { name, key, payload, atMs }) =>
      write(() => insert.run(id, name, key, toColumn(payload), atMs) === 1),
  };
}

function toSignal(row: Row): Signal {
  return { name: row.name, key: row.key, payload: fromColumn(row.payload), atMs: row.at_ms };
}
