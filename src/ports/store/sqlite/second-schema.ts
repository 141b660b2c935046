/**
 * Schema 2. Operations can be undone and carry a fence; steps keep what they were given; signals
 * and leases are new. The tables of operations and steps are made anew, because SQLite cannot
 * change a CHECK. Until now a wish to stop and a request that may have been sent were steps that
 * never ended: they become a signal and a note.
 */
export const secondSchema = `
CREATE TABLE operations_2 (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'running', 'undoing', 'done', 'failed', 'canceled')),
  conversation_id TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  project TEXT,
  input TEXT NOT NULL, -- JSON
  result TEXT, -- JSON
  created_at_ms REAL NOT NULL,
  updated_at_ms REAL NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0 -- the highest token that wrote here; smaller ones are refused
) STRICT;
INSERT INTO operations_2 (id, kind, state, conversation_id, actor_id, project, input, result,
  created_at_ms, updated_at_ms)
SELECT id, kind, state, conversation_id, actor_id, project, input, result, created_at_ms,
  updated_at_ms FROM operations ORDER BY rowid;

CREATE TABLE steps_2 (
  operation_id TEXT NOT NULL REFERENCES operations_2 (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  started_at_ms REAL NOT NULL,
  ended_at_ms REAL,
  input TEXT, -- JSON
  result TEXT, -- JSON
  PRIMARY KEY (operation_id, name)
) STRICT;
INSERT INTO steps_2 (operation_id, name, attempts, started_at_ms, ended_at_ms, result)
SELECT operation_id, name, attempts, started_at_ms, ended_at_ms, result FROM steps
WHERE name <> 'cancel' ORDER BY rowid;
UPDATE steps_2 SET ended_at_ms = started_at_ms, result = 'null'
WHERE name = 'send' AND ended_at_ms IS NULL;

CREATE TABLE signals (
  operation_id TEXT NOT NULL REFERENCES operations_2 (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL, -- JSON
  at_ms REAL NOT NULL,
  PRIMARY KEY (operation_id, name, key)
) STRICT;
INSERT INTO signals (operation_id, name, key, payload, at_ms)
SELECT operation_id, 'cancel', 'cancel', 'null', started_at_ms FROM steps WHERE name = 'cancel';

DROP TABLE steps;
DROP TABLE operations;
ALTER TABLE operations_2 RENAME TO operations;
ALTER TABLE steps_2 RENAME TO steps;
CREATE INDEX operations_by_age ON operations (created_at_ms);
CREATE INDEX operations_by_project ON operations (project, created_at_ms);
CREATE INDEX operations_unfinished ON operations (created_at_ms)
  WHERE state IN ('waiting', 'running', 'undoing');

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  token INTEGER NOT NULL,
  expires_at_ms REAL NOT NULL
) STRICT;
CREATE TABLE lease_token (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last INTEGER NOT NULL
) STRICT;
`;
