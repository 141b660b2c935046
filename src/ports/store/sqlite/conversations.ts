import type { Language } from '#kernel/language.ts';
import type { Store } from '../port.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly id: string;
  readonly chat_id: number;
  readonly topic_id: number | null;
  readonly actor_id: number;
  readonly language: Language;
  readonly project: string | null;
}

/** The conversations of this database. */
export function sqliteConversations({ prepare, read, write }: Connection): Store['conversations'] {
  const get = prepare<Row>('SELECT * FROM conversations WHERE id = ?');
  const count = prepare<{ number: number }>('SELECT count(*) AS number FROM conversations');
  const save = prepare(`
    INSERT INTO conversations (id, chat_id, topic_id, actor_id, language, project)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET chat_id = excluded.chat_id, topic_id = excluded.topic_id,
      actor_id = excluded.actor_id, language = excluded.language, project = excluded.project`);
  const speak = prepare('UPDATE conversations SET language = ? WHERE actor_id = ?');

  return {
    get: (id) =>
      read(() => {
        const row = get.get(id);
        return (
          row && {
            id: row.id,
            chatId: row.chat_id,
            ...unlessNull('topicId', row.topic_id),
            actorId: row.actor_id,
            language: row.language,
            ...unlessNull('project', row.project),
          }
        );
      }),
    save: ({ id, chatId, topicId, actorId, language, project }) =>
      write(() => {
        save.run(id, chatId, topicId ?? null, actorId, language, project ?? null);
      }),
    speak: (actorId, language) =>
      write(() => {
        speak.run(language, actorId);
      }),
    count: () => read(() => count.get()?.number ?? 0),
  };
}
