import type { Project } from '#kernel/project.ts';
import type { Store } from '../port.ts';
import type { Connection } from './connection.ts';

const FIELDS = 'name, archetype, created_at_ms AS createdAtMs, created_by AS createdBy';

/** The projects of this database. */
export function sqliteProjects({ prepare, read, write }: Connection): Store['projects'] {
  const get = prepare<Project>(`SELECT ${FIELDS} FROM projects WHERE name = ?`);
  const list = prepare<Project>(`SELECT ${FIELDS} FROM projects ORDER BY name`);
  const insert = prepare(`
    INSERT INTO projects (name, archetype, created_at_ms, created_by) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO NOTHING`);
  const remove = prepare('DELETE FROM projects WHERE name = ?');
  // The next project of that name must not inherit what was allowed or granted in this one.
  const removeRights = ['allowances', 'project_roles', 'invites'].map((table) =>
    prepare(`DELETE FROM ${table} WHERE project = ?`),
  );

  return {
    get: (name) =>
      read(() => {
        const row = get.get(name);
        return row && { ...row };
      }),
    list: () => read(() => list.all().map((row) => ({ ...row }))),
    add: ({ name, archetype, createdAtMs, createdBy }) =>
      write(() => insert.run(name, archetype, createdAtMs, createdBy) === 1),
    remove: (name) =>
      write(() => {
        remove.run(name);
        for (const each of removeRights) each.run(name);
      }),
  };
}
