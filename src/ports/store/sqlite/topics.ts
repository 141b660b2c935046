import type { BoundTopic, Topics } from '../topics.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly chatId: number;
  readonly topicId: number;
  readonly project: string;
  readonly boundBy: number;
  readonly boundAtMs: number;
  readonly closedAtMs: number | null;
}

const FIELDS = `chat_id AS chatId, topic_id AS topicId, project, bound_by AS boundBy,
  bound_at_ms AS boundAtMs, closed_at_ms AS closedAtMs`;
const HERE = 'WHERE chat_id = ? AND topic_id = ?';

/** The bound places of this database. */
export function sqliteTopics({ prepare, read, write }: Connection): Topics {
  const get = prepare<Row>(`SELECT ${FIELDS} FROM bound_topics ${HERE}`);
  const list = prepare<Row>(`SELECT ${FIELDS} FROM bound_topics ORDER BY bound_at_ms, rowid`);
  const bind = prepare(`
    INSERT INTO bound_topics (chat_id, topic_id, project, bound_by, bound_at_ms, closed_at_ms)
    SELECT ?, ?, name, ?, ?, ? FROM projects WHERE name = ?
    ON CONFLICT (chat_id, topic_id) DO NOTHING`);
  const unbind = prepare(`DELETE FROM bound_topics ${HERE}`);
  const close = prepare(`UPDATE bound_topics SET closed_at_ms = ? ${HERE}`);
  const prune = prepare('DELETE FROM bound_topics WHERE closed_at_ms < ?');

  return {
    get: ({ chatId, topicId }) =>
      read(() => {
        const row = get.get(chatId, topicId ?? 0);
        return row && toTopic(row);
      }),
    list: () => read(() => list.all().map(toTopic)),
    bind: ({ chatId, topicId, project, boundBy, boundAtMs, closedAtMs }) =>
      write(
        () => bind.run(chatId, topicId ?? 0, boundBy, boundAtMs, closedAtMs ?? null, project) === 1,
      ),
    unbind: ({ chatId, topicId }) => write(() => unbind.run(chatId, topicId ?? 0) === 1),
    close: ({ chatId, topicId }, closedAtMs) =>
      write(() => {
        close.run(closedAtMs ?? null, chatId, topicId ?? 0);
      }),
    prune: (beforeMs) =>
      write(() => {
        prune.run(beforeMs);
      }),
  };
}

function toTopic({ topicId, closedAtMs, ...row }: Row): BoundTopic {
  return { ...row, ...(topicId !== 0 && { topicId }), ...unlessNull('closedAtMs', closedAtMs) };
}
