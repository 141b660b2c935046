/** Changes of projects that no forge keeps, and what people said about them. */
export const changesSchema = `
CREATE TABLE changes (
  project TEXT NOT NULL REFERENCES projects (name) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  head TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  author_id INTEGER, -- NULL: no Telegram user
  author_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'merged', 'closed')),
  ended_by_id INTEGER,
  ended_by_name TEXT,
  merged_as TEXT,
  created_at_ms REAL NOT NULL,
  updated_at_ms REAL NOT NULL,
  PRIMARY KEY (project, number)
) STRICT;
CREATE UNIQUE INDEX open_changes ON changes (project, source, target) WHERE state = 'open';

CREATE TABLE change_remarks (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  number INTEGER NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('comment', 'approve', 'request-changes')),
  by_id INTEGER,
  by_name TEXT NOT NULL,
  text TEXT NOT NULL,
  at_sha TEXT NOT NULL,
  path TEXT,
  line INTEGER,
  at_ms REAL NOT NULL,
  UNIQUE (project, number, key),
  FOREIGN KEY (project, number) REFERENCES changes (project, number)
    ON DELETE CASCADE ON UPDATE CASCADE
) STRICT;
`;
