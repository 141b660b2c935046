import type { Json, Outbox } from '../port.ts';
import { fromColumn, toColumn } from './columns.ts';
import type { Connection } from './connection.ts';

/** Moves entries, penalties and buttons of a group that became a supergroup. */
export function chatMover({ prepare, write }: Connection): Outbox['moveChat'] {
  const unsent = prepare<{ id: number; payload: string }>(
    'SELECT id, payload FROM outbox WHERE chat_id = ? AND ended_at_ms IS NULL',
  );
  const setPayload = prepare('UPDATE outbox SET payload = ? WHERE id = ?');
  const moveEntries = prepare('UPDATE outbox SET chat_id = ? WHERE chat_id = ?');
  const moveButtons = prepare('UPDATE buttons SET chat_id = ? WHERE chat_id = ?');
  const copyPenalty = prepare(`
    INSERT INTO penalties (chat_id, until_ms)
    SELECT CAST(? AS INTEGER), until_ms FROM penalties WHERE chat_id = ?
    ON CONFLICT (chat_id) DO UPDATE SET until_ms = max(until_ms, excluded.until_ms)`);
  const dropPenalty = prepare('DELETE FROM penalties WHERE chat_id = ?');

  return (fromChatId, toChatId) =>
    write(() => {
      if (fromChatId === toChatId) return;
      for (const { id, payload } of unsent.all(fromChatId)) {
        setPayload.run(toColumn(pointed(fromColumn(payload), fromChatId, toChatId)), id);
      }
      moveEntries.run(toChatId, fromChatId);
      moveButtons.run(toChatId, fromChatId);
      copyPenalty.run(toChatId, fromChatId);
      dropPenalty.run(fromChatId);
    });
}

/** A call that names the group itself would go on failing: it names the supergroup now. */
function pointed(payload: Json, fromChatId: number, toChatId: number): Json {
  if (!isRecord(payload)) return payload;
  const named = payload['chat_id'];
  if (named === fromChatId) return { ...payload, chat_id: toChatId };
  if (named === String(fromChatId)) return { ...payload, chat_id: String(toChatId) };
  return payload;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
