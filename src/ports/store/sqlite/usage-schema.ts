/** What the agent used, one row a turn; it outlives the operation, the person and the project. */
export const usageSchema = `
CREATE TABLE usage (
  operation_id TEXT PRIMARY KEY,
  actor_id INTEGER NOT NULL,
  project TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_micro_usd INTEGER, -- NULL: nobody knows the price
  at_ms REAL NOT NULL
) STRICT;
CREATE INDEX usage_by_age ON usage (at_ms);
CREATE INDEX usage_by_actor ON usage (actor_id, at_ms);
CREATE INDEX usage_by_project ON usage (project, at_ms);
`;
