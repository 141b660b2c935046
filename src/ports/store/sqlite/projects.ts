import { isTask, type Project, rootOf } from '#kernel/project.ts';
import type { Store } from '../port.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly name: string;
  readonly archetype: string;
  readonly createdAtMs: number;
  readonly createdBy: number;
  readonly archivedAtMs: number | null;
}

const FIELDS = `name, archetype, created_at_ms AS createdAtMs, created_by AS createdBy,
  archived_at_ms AS archivedAtMs`;

/**
 * Where else the store speaks of a project by its name: every table that has such a column, also
 * one of tomorrow. The audit has none of its own: it says what was so when it was.
 */
const ELSEWHERE = `
  SELECT m.name AS name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
  WHERE m.type = 'table' AND c.name = 'project' ORDER BY m.name`;

/** A task is called `<project>.<task>`, and no project has a dot in its name. */
const NO_TASK = "instr(name, '.') = 0";

/** The projects of this database. */
export function sqliteProjects({ prepare, read, write }: Connection): Store['projects'] {
  const find = prepare<Row>(`SELECT ${FIELDS} FROM projects WHERE name = ?`);
  const list = prepare<Row>(
    `SELECT ${FIELDS} FROM projects WHERE archived_at_ms IS NULL AND ${NO_TASK} ORDER BY name`,
  );
  const archived = prepare<Row>(
    `SELECT ${FIELDS} FROM projects WHERE archived_at_ms IS NOT NULL ORDER BY name`,
  );
  const tasks = prepare<Row>(
    `SELECT ${FIELDS} FROM projects WHERE name LIKE ? || '.%' ORDER BY name`,
  );
  const archive = prepare('UPDATE projects SET archived_at_ms = ? WHERE name = ?');
  const insert = prepare(`
    INSERT INTO projects (name, archetype, created_at_ms, created_by) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO NOTHING`);
  const copy = prepare(`
    INSERT INTO projects (name, archetype, created_at_ms, created_by, archived_at_ms)
    SELECT ?, archetype, created_at_ms, created_by, archived_at_ms FROM projects WHERE name = ?
    ON CONFLICT (name) DO NOTHING`);
  // What a project of that name left behind long ago gives way.
  const renames = prepare<{ readonly name: string }>(ELSEWHERE)
    .all()
    .map(({ name }) => prepare(`UPDATE OR REPLACE "${name}" SET project = ? WHERE project = ?`));
  // Tables point at one another by the name: all of it has to hold at the end, and ends with this.
  // SQLite obeys this word when it is compiled, not when it is run: so each time anew.
  const defer = () => prepare('PRAGMA defer_foreign_keys = ON');
  const remove = prepare('DELETE FROM projects WHERE name = ?');
  // The next project of that name must not inherit what was allowed or granted in this one.
  const removeRights = ['allowances', 'project_roles', 'invites'].map((table) =>
    prepare(`DELETE FROM ${table} WHERE project = ?`),
  );
  const leave = prepare('UPDATE conversations SET project = ? WHERE project = ?');

  return {
    get: (name) =>
      read(() => {
        const row = find.get(name);
        return row?.archivedAtMs === null ? toProject(row) : undefined;
      }),
    list: () => read(() => list.all().map(toProject)),
    tasks: (project) => read(() => tasks.all(project).map(toProject)),
    find: (name) =>
      read(() => {
        const row = find.get(name);
        return row && toProject(row);
      }),
    archived: () => read(() => archived.all().map(toProject)),
    archive: (name, archivedAtMs) =>
      write(() => {
        if (archivedAtMs !== undefined && tasks.get(name)) return false;
        return archive.run(archivedAtMs ?? null, name) === 1;
      }),
    rename: (name, to) =>
      write(() => {
        if (tasks.get(name) || copy.run(to, name) !== 1) return false;
        defer().run();
        for (const each of renames) each.run(to, name);
        remove.run(name);
        return true;
      }),
    add: ({ name, archetype, createdAtMs, createdBy }) =>
      write(() => {
        if (isTask(name) && find.get(rootOf(name))?.archivedAtMs !== null) return false;
        return insert.run(name, archetype, createdAtMs, createdBy) === 1;
      }),
    remove: (name) =>
      write(() => {
        const own = isTask(name) ? [] : tasks.all(name).map((task) => task.name);
        for (const gone of [...own, name]) {
          remove.run(gone);
          for (const each of removeRights) each.run(gone);
        }
        for (const task of own) leave.run(null, task);
        leave.run(isTask(name) ? rootOf(name) : null, name);
      }),
  };
}

function toProject({ archivedAtMs, ...row }: Row): Project {
  return { ...row, ...unlessNull('archivedAtMs', archivedAtMs) };
}
