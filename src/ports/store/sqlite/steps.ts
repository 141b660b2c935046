import type { OperationStore, Step } from '../port.ts';
import { fromColumn, toColumn, unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';
import type { Guard } from './fence.ts';

interface Row {
  readonly name: string;
  readonly attempts: number;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly input: string | null;
  readonly result: string | null;
}

/** The steps of all operations of this database. */
export function sqliteSteps(
  { prepare, read, write }: Connection,
  guard: Guard,
): Pick<OperationStore, 'steps' | 'startStep' | 'endStep'> {
  const list = prepare<Row>('SELECT * FROM steps WHERE operation_id = ? ORDER BY rowid');
  const start = prepare(`
    INSERT INTO steps (operation_id, name, attempts, started_at_ms, input) VALUES (?, ?, 1, ?, ?)
    ON CONFLICT (operation_id, name) DO UPDATE SET attempts = attempts + 1,
      started_at_ms = excluded.started_at_ms, ended_at_ms = NULL, result = NULL,
      input = coalesce(input, excluded.input)`);
  // A result is kept even if nobody said that the step started.
  const end = prepare(`
    INSERT INTO steps (operation_id, name, attempts, started_at_ms, ended_at_ms, result)
    VALUES (?, ?, 1, ?, ?, ?)
    ON CONFLICT (operation_id, name) DO UPDATE SET
      ended_at_ms = excluded.ended_at_ms, result = excluded.result`);

  return {
    steps: (id) => read(() => list.all(id).map(toStep)),
    startStep: (id, name, nowMs, { input, token } = {}) =>
      write(() => {
        guard(id, token);
        start.run(id, name, nowMs, input === undefined ? null : toColumn(input));
      }),
    endStep: (id, name, result, nowMs, token) =>
      write(() => {
        guard(id, token);
        end.run(id, name, nowMs, nowMs, toColumn(result));
      }),
  };
}

function toStep(row: Row): Step {
  return {
    name: row.name,
    attempts: row.attempts,
    startedAtMs: row.started_at_ms,
    ...unlessNull('endedAtMs', row.ended_at_ms),
    ...(row.input === null ? {} : { input: fromColumn(row.input) }),
    ...(row.result === null ? {} : { result: fromColumn(row.result) }),
  };
}
