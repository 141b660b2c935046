import type { Outbox, StoredEntry } from '../port.ts';
import { fromColumn, toColumn, unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';
import { chatMover } from './move-chat.ts';

interface Row {
  readonly id: number;
  readonly key: string;
  readonly chat_id: number;
  readonly method: string;
  readonly payload: string;
  readonly priority: number;
  readonly state: StoredEntry['state'];
  readonly attempts: number;
  readonly message_id: number | null;
  readonly error: string | null;
}

/** The outbox of this database; `now` tells when an entry ended. */
export function sqliteOutbox(connection: Connection, now: () => number): Outbox {
  const { prepare, read, write, writeLater } = connection;
  const moveChat = chatMover(connection);
  const insert = prepare(`
    INSERT INTO outbox (key, chat_id, method, payload, priority, state, attempts)
    VALUES (?, ?, ?, ?, ?, 'waiting', 0) ON CONFLICT (key) DO NOTHING`);
  const get = prepare<Omit<Row, 'payload'>>(`
    SELECT id, key, chat_id, method, priority, state, attempts, message_id, error
    FROM outbox WHERE key = ?`);
  const unsent = prepare<Row>('SELECT * FROM outbox WHERE ended_at_ms IS NULL ORDER BY id');
  const mark = prepare(`
    UPDATE outbox SET state = ?, attempts = attempts + ?,
      message_id = coalesce(?, message_id), error = ?
    WHERE key = ? AND ended_at_ms IS NULL`);
  const end = prepare(`
    UPDATE outbox SET state = ?, payload = 'null',
      message_id = coalesce(?, message_id), error = ?, ended_at_ms = ?
    WHERE key = ?`);
  const penalties = prepare<{ chat_id: number; until_ms: number }>('SELECT * FROM penalties');
  const penalize = prepare(`
    INSERT INTO penalties (chat_id, until_ms) VALUES (?, ?)
    ON CONFLICT (chat_id) DO UPDATE SET until_ms = max(until_ms, excluded.until_ms)`);
  const pruneEntries = prepare('DELETE FROM outbox WHERE ended_at_ms < ?');
  const prunePenalties = prepare('DELETE FROM penalties WHERE until_ms < ?');

  return {
    add: (entries) =>
      write(() => {
        let added = 0;
        for (const { key, chatId, method, payload, priority } of entries) {
          added += insert.run(key, chatId, method, toColumn(payload), priority);
        }
        return added;
      }),
    get: (key) =>
      read(() => {
        const row = get.get(key);
        return row && toStatus(row);
      }),
    unsent: () => read(() => unsent.all().map(toEntry)),
    mark(key, { state, messageId, error }) {
      const known = [messageId ?? null, error ?? null];
      const isEnd = state === 'sent' || state === 'failed';
      if (!isEnd) {
        // Before it goes to the network: only so a crash cannot hide that it may have arrived.
        return write(() => {
          mark.run(state, state === 'sending' ? 1 : 0, ...known, key);
        });
      }
      const endedAtMs = now();
      return writeLater(() => {
        end.run(state, ...known, endedAtMs, key);
      });
    },
    penalties: () => read(() => new Map(penalties.all().map((row) => [row.chat_id, row.until_ms]))),
    penalize: (chatId, untilMs) =>
      write(() => {
        penalize.run(chatId, untilMs);
      }),
    moveChat,
    prune: (beforeMs) =>
      write(() => {
        pruneEntries.run(beforeMs);
        prunePenalties.run(beforeMs);
      }),
  };
}

function toEntry(row: Row): StoredEntry {
  return { ...toStatus(row), payload: fromColumn(row.payload) };
}

function toStatus(row: Omit<Row, 'payload'>): Omit<StoredEntry, 'payload'> {
  return {
    id: row.id,
    key: row.key,
    chatId: row.chat_id,
    method: row.method,
    priority: row.priority,
    state: row.state,
    attempts: row.attempts,
    ...unlessNull('messageId', row.message_id),
    ...unlessNull('error', row.error),
  };
}
