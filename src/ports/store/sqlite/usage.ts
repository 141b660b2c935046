import type { UsageRecord, UsageSum } from '../usage.ts';
import type { Connection } from './connection.ts';

const SUMS = `count(*) AS turns,
  coalesce(sum(input_tokens), 0) AS inputTokens,
  coalesce(sum(output_tokens), 0) AS outputTokens,
  coalesce(sum(cost_micro_usd), 0) AS costMicroUsd,
  count(*) - count(cost_micro_usd) AS unpriced`;
const SPAN = 'at_ms >= ? AND at_ms < ?';

/** The usage of this database. */
export function sqliteUsage({ prepare, read, write }: Connection): UsageRecord {
  const insert = prepare(`
    INSERT INTO usage
      (operation_id, actor_id, project, input_tokens, output_tokens, cost_micro_usd, at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (operation_id) DO NOTHING`);
  const all = prepare<UsageSum>(`SELECT ${SUMS} FROM usage WHERE ${SPAN}`);
  const ofActor = prepare<UsageSum>(`SELECT ${SUMS} FROM usage WHERE ${SPAN} AND actor_id = ?`);
  const ofProject = prepare<UsageSum>(`SELECT ${SUMS} FROM usage WHERE ${SPAN} AND project = ?`);
  const ofBoth = prepare<UsageSum>(
    `SELECT ${SUMS} FROM usage WHERE ${SPAN} AND actor_id = ? AND project = ?`,
  );
  const byActor = prepare<UsageSum & { actorId: number }>(grouped('actor_id', 'actorId'));
  const byProject = prepare<UsageSum & { project: string }>(grouped('project', 'project'));
  const prune = prepare('DELETE FROM usage WHERE at_ms < ?');

  const one = (sum: UsageSum | undefined): UsageSum => ({ ...(sum ?? NOTHING) });

  return {
    add: ({ operationId, actorId, project, inputTokens, outputTokens, costMicroUsd, atMs }) =>
      write(() => {
        const used = [inputTokens, outputTokens, costMicroUsd ?? null];
        insert.run(operationId, actorId, project, ...used, atMs);
      }),
    sum: ({ fromMs, toMs }, { actorId, project } = {}) =>
      read(() => {
        if (actorId === undefined) {
          return one(
            project === undefined ? all.get(fromMs, toMs) : ofProject.get(fromMs, toMs, project),
          );
        }
        if (project === undefined) return one(ofActor.get(fromMs, toMs, actorId));
        return one(ofBoth.get(fromMs, toMs, actorId, project));
      }),
    byActor: ({ fromMs, toMs }, limit) =>
      read(() => byActor.all(fromMs, toMs, limit).map((row) => ({ ...row }))),
    byProject: ({ fromMs, toMs }, limit) =>
      read(() => byProject.all(fromMs, toMs, limit).map((row) => ({ ...row }))),
    prune: (beforeMs) =>
      write(() => {
        prune.run(beforeMs);
      }),
  };
}

const NOTHING: UsageSum = {
  turns: 0,
  inputTokens: 0,
  outputTokens: 0,
  costMicroUsd: 0,
  unpriced: 0,
};

function grouped(column: string, name: string): string {
  return `SELECT ${column} AS ${name}, ${SUMS} FROM usage WHERE ${SPAN} GROUP BY ${column}
    ORDER BY inputTokens + outputTokens DESC, ${column} LIMIT ?`;
}
