import type { Inbox, InboxUpdate } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

/** Telegram repeats an update for at most 24 hours. */
const KEEP_DONE_MS = 48 * 3_600_000;
/** Each `done` forgets this many old ids: it keeps pace with what comes in, without a big sweep. */
const FORGET_AT_ONCE = 4;

/** The inbox of this database; `now` tells when an id is old enough to be forgotten. */
export function sqliteInbox(
  { prepare, read, write, writeLater }: Connection,
  now: () => number,
): Inbox {
  const offset = prepare<{ next: number }>('SELECT next FROM inbox_offset');
  const moveOffset = prepare(`
    INSERT INTO inbox_offset (one, next) VALUES (1, ?)
    ON CONFLICT (one) DO UPDATE SET next = max(next, excluded.next)`);
  const insert = prepare('INSERT INTO inbox (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING');
  const pending = prepare<{ id: number; body: string }>(
    'SELECT id, body FROM inbox WHERE done_at_ms IS NULL ORDER BY id',
  );
  const end = prepare(
    'UPDATE inbox SET body = NULL, done_at_ms = ? WHERE id = ? AND done_at_ms IS NULL',
  );
  const forget = prepare(`
    DELETE FROM inbox WHERE id IN (
      SELECT id FROM inbox WHERE done_at_ms < ? ORDER BY done_at_ms LIMIT ${FORGET_AT_ONCE})`);

  const forgetAll = prepare('DELETE FROM inbox');
  const forgetOffset = prepare('DELETE FROM inbox_offset');

  return {
    offset: () => read(() => offset.get()?.next ?? 0),
    take: (batch) =>
      write(() => {
        const fresh: InboxUpdate[] = [];
        for (const update of batch.toSorted((one, other) => one.id - other.id)) {
          if (insert.run(update.id, toColumn(update.body)) === 1) fresh.push(update);
        }
        if (batch.length > 0) moveOffset.run(Math.max(...batch.map(({ id }) => id)) + 1);
        return fresh;
      }),
    pending: () =>
      read(() => pending.all().map(({ id, body }) => ({ id, body: fromColumn(body) }))),
    done: (id) =>
      // Lost with the power: then it is handled again, and its answer is known by its key.
      writeLater(() => {
        end.run(now(), id);
        forget.run(now() - KEEP_DONE_MS);
      }),
    reset: () =>
      write(() => {
        forgetAll.run();
        forgetOffset.run();
      }),
  };
}
