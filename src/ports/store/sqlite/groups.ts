import type { Answers } from '#kernel/group.ts';
import type { Groups } from '../groups.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly chatId: number;
  readonly title: string;
  readonly answers: Answers | null;
  readonly greetedAtMs: number | null;
}

/** The groups of this database. */
export function sqliteGroups({ prepare, read, write }: Connection): Groups {
  const get = prepare<Row>(`
    SELECT chat_id AS chatId, title, answers, greeted_at_ms AS greetedAtMs
    FROM groups WHERE chat_id = ?`);
  const save = prepare(`
    INSERT INTO groups (chat_id, title, answers, greeted_at_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (chat_id) DO UPDATE
    SET title = excluded.title, answers = excluded.answers, greeted_at_ms = excluded.greeted_at_ms`);
  const move = ['groups', 'bound_topics'].map((table) => ({
    // What the supergroup has of its own is the newer.
    take: prepare(`UPDATE OR IGNORE ${table} SET chat_id = ? WHERE chat_id = ?`),
    drop: prepare(`DELETE FROM ${table} WHERE chat_id = ?`),
  }));
  const copyConversations = prepare(`
    INSERT INTO conversations (id, chat_id, topic_id, actor_id, language, project)
    SELECT CAST(? AS TEXT) || ':' || coalesce(topic_id, 0) || ':' || actor_id,
      CAST(? AS INTEGER), topic_id, actor_id, language, project
    FROM conversations WHERE chat_id = ?
    ON CONFLICT (id) DO NOTHING`);
  const redirect = prepare('UPDATE conversations SET chat_id = ? WHERE chat_id = ?');

  return {
    get: (chatId) =>
      read(() => {
        const row = get.get(chatId);
        if (!row) return undefined;
        const { answers, greetedAtMs, ...rest } = row;
        return {
          ...rest,
          ...unlessNull('answers', answers),
          ...unlessNull('greetedAtMs', greetedAtMs),
        };
      }),
    save: ({ chatId, title, answers, greetedAtMs }) =>
      write(() => {
        save.run(chatId, title, answers ?? null, greetedAtMs ?? null);
      }),
    move: (fromChatId, toChatId) =>
      write(() => {
        if (fromChatId === toChatId) return;
        for (const { take, drop } of move) {
          take.run(toChatId, fromChatId);
          drop.run(fromChatId);
        }
        copyConversations.run(String(toChatId), toChatId, fromChatId);
        redirect.run(toChatId, fromChatId);
      }),
  };
}
