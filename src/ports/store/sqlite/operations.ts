import { Fault } from '#kernel/fault.ts';
import type { Operation, OperationState, OperationStore } from '../port.ts';
import { fromColumn, toColumn, unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';
import { operationGuard } from './fence.ts';
import { sqliteSignals } from './signals.ts';
import { sqliteSteps } from './steps.ts';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly state: OperationState;
  readonly conversation_id: string;
  readonly actor_id: number;
  readonly project: string | null;
  readonly input: string;
  readonly result: string | null;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** The operations of this database with their steps. */
export function sqliteOperations(connection: Connection): OperationStore {
  const { prepare, read, write } = connection;
  const insert = prepare(`
    INSERT INTO operations (id, kind, state, conversation_id, actor_id, project, input, result,
      created_at_ms, updated_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`);
  const get = prepare<Row>('SELECT * FROM operations WHERE id = ?');
  const update = prepare(`
    UPDATE operations SET state = ?, result = coalesce(?, result), updated_at_ms = ?
    WHERE id = ?`);
  const unfinished = prepare<Row>(`
    SELECT * FROM operations WHERE state IN ('waiting', 'running', 'undoing')
    ORDER BY created_at_ms, rowid`);
  const recent = prepare<Row>(
    'SELECT * FROM operations ORDER BY created_at_ms DESC, rowid DESC LIMIT ?',
  );
  const recentOf = prepare<Row>(`
    SELECT * FROM operations WHERE project = ? ORDER BY created_at_ms DESC, rowid DESC LIMIT ?`);

  // The newest of each project are counted from the newest on, ended or not.
  const prune = prepare(`
    DELETE FROM operations WHERE state IN ('done', 'failed', 'canceled') AND updated_at_ms < ?
    AND id NOT IN (SELECT id FROM (SELECT id, row_number() OVER (
      PARTITION BY project ORDER BY created_at_ms DESC, rowid DESC) AS place FROM operations)
      WHERE place <= ?)`);
  const guard = operationGuard(connection);

  return {
    ...sqliteSteps(connection, guard),
    ...sqliteSignals(connection),
    add: (operation) =>
      write(() => {
        insert.run(...toColumns(operation));
        const row = get.get(operation.id);
        if (row === undefined) throw new Fault('store-failed', `${operation.id} was not kept`);
        return toOperation(row);
      }),
    get: (id) =>
      read(() => {
        const row = get.get(id);
        return row && toOperation(row);
      }),
    update: (id, { state, result }, nowMs, token) =>
      write(() => {
        guard(id, token);
        update.run(state, result === undefined ? null : toColumn(result), nowMs, id);
      }),
    fence: (id, token) =>
      write(() => {
        const row = get.get(id);
        if (row === undefined) return undefined;
        guard(id, token);
        return toOperation(row);
      }),
    prune: (beforeMs, keep) => write(() => prune.run(beforeMs, keep)),
    unfinished: () => read(() => unfinished.all().map(toOperation)),
    recent: ({ project, limit }) =>
      read(() => {
        const rows = project === undefined ? recent.all(limit) : recentOf.all(project, limit);
        return rows.map(toOperation);
      }),
  };
}

function toColumns(operation: Operation): (string | number | null)[] {
  return [
    operation.id,
    operation.kind,
    operation.state,
    operation.conversationId,
    operation.actorId,
    operation.project ?? null,
    toColumn(operation.input),
    operation.result === undefined ? null : toColumn(operation.result),
    operation.createdAtMs,
    operation.updatedAtMs,
  ];
}

function toOperation(row: Row): Operation {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    conversationId: row.conversation_id,
    actorId: row.actor_id,
    ...unlessNull('project', row.project),
    input: fromColumn(row.input),
    ...(row.result === null ? {} : { result: fromColumn(row.result) }),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
