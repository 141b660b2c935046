/**
 * The audit record, what people prefer, and what they think of the answers. A line of the record
 * is one text and its hash; the columns to search by are read out of that text, so they cannot
 * tell anything else. The triggers guard against a slip of ours; against somebody who can write
 * to the file, the hashes do.
 */
export const auditSchema = `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL, -- canonical JSON
  hash TEXT NOT NULL,
  key TEXT GENERATED ALWAYS AS (json_extract(body, '$.key')) VIRTUAL,
  at_ms REAL GENERATED ALWAYS AS (json_extract(body, '$.atMs')) VIRTUAL,
  actor_id INTEGER GENERATED ALWAYS AS (json_extract(body, '$.actor.id')) VIRTUAL,
  project TEXT GENERATED ALWAYS AS (json_extract(body, '$.project')) VIRTUAL,
  command TEXT GENERATED ALWAYS AS (json_extract(body, '$.command')) VIRTUAL,
  verdict TEXT GENERATED ALWAYS AS (json_extract(body, '$.verdict')) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX audit_by_key ON audit (key) WHERE key IS NOT NULL;
CREATE INDEX audit_by_actor ON audit (actor_id, seq);
CREATE INDEX audit_by_project ON audit (project, seq);
CREATE INDEX audit_by_command ON audit (command, seq);
CREATE TABLE audit_ends (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  anchor_seq INTEGER NOT NULL,
  anchor_hash TEXT NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_ends VALUES (1, 0, '${'0'.repeat(64)}', 0, '${'0'.repeat(64)}');
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record only grows'); END;
CREATE TRIGGER audit_is_cut_at_the_front BEFORE DELETE ON audit
WHEN OLD.seq > (SELECT anchor_seq FROM audit_ends)
BEGIN SELECT RAISE(ABORT, 'the audit record is cut at the front only'); END;

CREATE TABLE preferences (
  actor_id INTEGER PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE feedback (
  operation_id TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  actor_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  project TEXT,
  vote TEXT NOT NULL CHECK (vote IN ('up', 'down')),
  comment TEXT,
  at_ms REAL NOT NULL,
  PRIMARY KEY (operation_id, actor_id)
) STRICT;
CREATE INDEX feedback_by_age ON feedback (at_ms);
`;
