/** An archived project keeps its row, its name and what was granted in it. */
export const projectsSchema = `
ALTER TABLE projects ADD COLUMN archived_at_ms REAL; -- NULL: it is not archived
`;
