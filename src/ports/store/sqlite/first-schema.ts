/**
 * Schema 1. Columns with JSON hold its text. Times are REAL so that a time with a fraction is kept
 * and not refused. NULL in `done_at_ms` and `ended_at_ms`: not yet; one index serves the question
 * what is open and the question what is old.
 */
export const firstSchema = `
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY,
  body TEXT, -- JSON; NULL once done
  done_at_ms REAL
) STRICT;
CREATE INDEX inbox_by_end ON inbox (done_at_ms);
CREATE TABLE inbox_offset (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  next INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- an id never comes back, not even after pruning
  key TEXT NOT NULL UNIQUE,
  chat_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  payload TEXT NOT NULL, -- JSON
  priority INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  message_id INTEGER,
  error TEXT,
  ended_at_ms REAL
) STRICT;
CREATE INDEX outbox_by_end ON outbox (ended_at_ms);
CREATE TABLE penalties (
  chat_id INTEGER PRIMARY KEY,
  until_ms REAL NOT NULL
) STRICT;

CREATE TABLE buttons (
  id TEXT PRIMARY KEY,
  command TEXT NOT NULL,
  words TEXT NOT NULL, -- JSON
  chat_id INTEGER NOT NULL,
  actor_id INTEGER,
  created_at_ms REAL NOT NULL
) STRICT;
CREATE INDEX buttons_by_age ON buttons (created_at_ms);

CREATE TABLE operations (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'canceled')),
  conversation_id TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  project TEXT,
  input TEXT NOT NULL, -- JSON
  result TEXT, -- JSON
  created_at_ms REAL NOT NULL,
  updated_at_ms REAL NOT NULL
) STRICT;
CREATE INDEX operations_by_age ON operations (created_at_ms);
CREATE INDEX operations_by_project ON operations (project, created_at_ms);
CREATE INDEX operations_unfinished ON operations (created_at_ms)
  WHERE state IN ('waiting', 'running');
CREATE TABLE steps (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  name TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  started_at_ms REAL NOT NULL,
  ended_at_ms REAL,
  result TEXT, -- JSON
  PRIMARY KEY (operation_id, name)
) STRICT;

CREATE TABLE actors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'developer', 'releaser', 'owner'))
) STRICT;

CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  chat_id INTEGER NOT NULL,
  topic_id INTEGER,
  actor_id INTEGER NOT NULL,
  language TEXT NOT NULL,
  project TEXT
) STRICT;

CREATE TABLE projects (
  name TEXT PRIMARY KEY,
  archetype TEXT NOT NULL,
  created_at_ms REAL NOT NULL,
  created_by INTEGER NOT NULL
) STRICT;

CREATE TABLE allowances (
  project TEXT NOT NULL,
  command TEXT NOT NULL, -- JSON, so that no two commands look the same
  actor_id INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  PRIMARY KEY (project, command)
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE probe (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  at_ms REAL NOT NULL
) STRICT;
`;
