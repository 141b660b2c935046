/**
 * Groups, and the places that are bound to projects. A place without topics has the topic 0. Who
 * removes a project removes what is bound to it.
 */
export const groupsSchema = `
CREATE TABLE groups (
  chat_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  answers TEXT CHECK (answers IN ('mentions', 'topics', 'all')), -- NULL: nobody has chosen
  greeted_at_ms REAL
) STRICT;

CREATE TABLE bound_topics (
  chat_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL,
  project TEXT NOT NULL REFERENCES projects (name) ON DELETE CASCADE,
  bound_by INTEGER NOT NULL,
  bound_at_ms REAL NOT NULL,
  closed_at_ms REAL, -- NULL: it is open
  PRIMARY KEY (chat_id, topic_id)
) STRICT;
CREATE INDEX bound_topics_by_project ON bound_topics (project);
`;
