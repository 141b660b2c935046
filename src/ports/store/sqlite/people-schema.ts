/**
 * Schema 3. Roles in single projects, people who were let into single projects only, and
 * invitations. An invitation that was used stays until it expires, so that the same request,
 * handled again after a crash, gets it again.
 */
export const peopleSchema = `
ALTER TABLE actors ADD COLUMN confined INTEGER NOT NULL DEFAULT 0 CHECK (confined IN (0, 1));

CREATE TABLE project_roles (
  actor_id INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  project TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'developer', 'releaser', 'owner')),
  PRIMARY KEY (actor_id, project)
) STRICT;
CREATE INDEX project_roles_by_project ON project_roles (project);

CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL UNIQUE, -- the code itself is not stored
  role TEXT NOT NULL CHECK (role IN ('viewer', 'developer', 'releaser', 'owner')),
  project TEXT, -- NULL: every project
  created_by INTEGER NOT NULL,
  created_at_ms REAL NOT NULL,
  expires_at_ms REAL NOT NULL,
  used_by_request TEXT
) STRICT;
`;
