import type { AuditFilter } from '#ports/audit/port.ts';

/** The statement that finds the lines of `filter`, with nothing in it but what is asked for. */
export function auditQuery(filter: AuditFilter): {
  readonly sql: string;
  readonly values: readonly (string | number)[];
} {
  const { actorId, project, command, verdict, fromMs, toMs, beforeSeq, limit } = filter;
  const all: readonly (readonly [string, string | number | undefined])[] = [
    ['actor_id = ?', actorId],
    ['project = ?', project],
    ['command = ?', command],
    ['verdict = ?', verdict],
    ['at_ms >= ?', fromMs],
    ['at_ms < ?', toMs],
    ['seq < ?', beforeSeq],
  ];
  const asked = all.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const where = asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`;
  return {
    sql: `SELECT seq, body, hash FROM audit ${where} ORDER BY seq DESC LIMIT ?`,
    values: [...asked.map(({ value }) => value), limit],
  };
}
