import type { Feedback, Vote } from '../feedback.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row extends Omit<Vote, 'project' | 'comment'> {
  readonly project: string | null;
  readonly comment: string | null;
}

const FIELDS = `operation_id AS operationId, actor_id AS actorId, actor_name AS actorName, kind,
  project, vote, comment, at_ms AS atMs`;

/** The votes of this database. */
export function sqliteFeedback({ prepare, read, write }: Connection): Feedback {
  const save = prepare(`
    INSERT INTO feedback (operation_id, actor_id, actor_name, kind, project, vote, comment, at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (operation_id, actor_id) DO UPDATE
    SET vote = excluded.vote, actor_name = excluded.actor_name, at_ms = excluded.at_ms,
      comment = coalesce(excluded.comment, comment)`);
  const get = prepare<Row>(
    `SELECT ${FIELDS} FROM feedback WHERE operation_id = ? AND actor_id = ?`,
  );
  const list = prepare<Row>(`
    SELECT ${FIELDS} FROM feedback
    WHERE at_ms >= ? AND (? = 0 OR comment IS NOT NULL)
    ORDER BY at_ms DESC, rowid DESC LIMIT ?`);
  const counts = prepare<{ kind: string; vote: 'up' | 'down'; count: number }>(`
    SELECT kind, vote, count(*) AS count FROM feedback WHERE at_ms >= ?
    GROUP BY kind, vote ORDER BY kind, vote`);

  return {
    vote: ({ operationId, actorId, actorName, kind, project, vote, comment, atMs }) =>
      write(() => {
        const more = [project ?? null, vote, comment ?? null, atMs];
        save.run(operationId, actorId, actorName, kind, ...more);
      }),
    get: (operationId, actorId) =>
      read(() => {
        const row = get.get(operationId, actorId);
        return row && toVote(row);
      }),
    list: ({ sinceMs = 0, commented = false, limit }) =>
      read(() => list.all(sinceMs, commented ? 1 : 0, limit).map(toVote)),
    counts: (sinceMs) => read(() => counts.all(sinceMs).map((row) => ({ ...row }))),
  };
}

function toVote({ project, comment, ...row }: Row): Vote {
  return { ...row, ...unlessNull('project', project), ...unlessNull('comment', comment) };
}
