import type { Invite, Invites } from '../invites.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row extends Omit<Invite, 'project'> {
  readonly project: string | null;
}

const FIELDS = `id, code_hash AS codeHash, role, project, created_by AS createdBy,
  created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs`;

/** The invitations of this database. */
export function sqliteInvites({ prepare, read, write }: Connection): Invites {
  const insert = prepare(`
    INSERT INTO invites (id, code_hash, role, project, created_by, created_at_ms, expires_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const list = prepare<Row>(`
    SELECT ${FIELDS} FROM invites WHERE used_by_request IS NULL AND expires_at_ms > ?
    ORDER BY created_at_ms, id`);
  const find = prepare<Row>(`
    SELECT ${FIELDS} FROM invites
    WHERE code_hash = ? AND used_by_request IS NULL AND expires_at_ms > ?`);
  const use = prepare(`
    UPDATE invites SET used_by_request = ?
    WHERE code_hash = ? AND used_by_request IS NULL AND expires_at_ms > ?`);
  const used = prepare<Row>(
    `SELECT ${FIELDS} FROM invites WHERE code_hash = ? AND used_by_request = ?`,
  );
  const revoke = prepare(
    'DELETE FROM invites WHERE id = ? AND project IS ? AND used_by_request IS NULL',
  );
  const prune = prepare('DELETE FROM invites WHERE expires_at_ms < ?');

  return {
    add: ({ id, codeHash, role, project, createdBy, createdAtMs, expiresAtMs }) =>
      write(() => {
        insert.run(id, codeHash, role, project ?? null, createdBy, createdAtMs, expiresAtMs);
      }),
    list: (nowMs) => read(() => list.all(nowMs).map(toInvite)),
    find: (codeHash, nowMs) =>
      read(() => {
        const row = find.get(codeHash, nowMs);
        return row && toInvite(row);
      }),
    use: (codeHash, requestId, nowMs) =>
      write(() => {
        use.run(requestId, codeHash, nowMs);
        const row = used.get(codeHash, requestId);
        return row && toInvite(row);
      }),
    revoke: (id, project) => write(() => revoke.run(id, project ?? null) === 1),
    prune: (beforeMs) =>
      write(() => {
        prune.run(beforeMs);
      }),
  };
}

function toInvite({ project, ...row }: Row): Invite {
  return { ...row, ...unlessNull('project', project) };
}
