import type { Actor, Role } from '#kernel/actor.ts';
import type { Store } from '../port.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly confined: 0 | 1;
  /** JSON object of project to role; `null` when there is none. */
  readonly roles: string | null;
}

const SELECT = `
  SELECT id, name, role, confined,
    (SELECT json_group_object(project, project_roles.role) FROM project_roles
     WHERE actor_id = id HAVING count(*) > 0) AS roles
  FROM actors`;

/** The actors of this database. */
export function sqliteActors({ prepare, read, write }: Connection): Store['actors'] {
  const get = prepare<Row>(`${SELECT} WHERE id = ?`);
  const list = prepare<Row>(`${SELECT} ORDER BY id`);
  const save = prepare(`
    INSERT INTO actors (id, name, role, confined) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, role = excluded.role, confined = excluded.confined`);
  const rename = prepare('UPDATE actors SET name = ? WHERE id = ?');
  const remove = prepare('DELETE FROM actors WHERE id = ?');
  const removeRoles = prepare('DELETE FROM project_roles WHERE actor_id = ?');
  const addRole = prepare('INSERT INTO project_roles (actor_id, project, role) VALUES (?, ?, ?)');

  return {
    get: (id) =>
      read(() => {
        const row = get.get(id);
        return row && toActor(row);
      }),
    list: () => read(() => list.all().map(toActor)),
    save: ({ id, name, role, projectRoles, confined }) =>
      write(() => {
        save.run(id, name, role, confined ? 1 : 0);
        removeRoles.run(id);
        for (const [project, own] of Object.entries(projectRoles ?? {})) {
          addRole.run(id, project, own);
        }
      }),
    rename: (id, name) =>
      write(() => {
        rename.run(name, id);
      }),
    remove: (id) => write(() => remove.run(id) === 1),
  };
}

function toActor({ id, name, role, confined, roles }: Row): Actor {
  return {
    id,
    name,
    role,
    ...(roles === null ? {} : { projectRoles: JSON.parse(roles) as Record<string, Role> }),
    ...(confined === 1 ? { confined: true } : {}),
  };
}
