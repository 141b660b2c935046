import type { Party } from '#ports/forge/port.ts';
import type { Changes, ChangeState, StoredChange, StoredRemark } from '../changes.ts';
import { unlessNull } from './columns.ts';
import type { Connection } from './connection.ts';

interface Row extends Omit<StoredChange, 'author' | 'endedBy' | 'mergedAs'> {
  readonly authorId: number | null;
  readonly authorName: string;
  readonly endedById: number | null;
  readonly endedByName: string | null;
  readonly mergedAs: string | null;
}

interface RemarkRow extends Omit<StoredRemark, 'by' | 'path' | 'line'> {
  readonly byId: number | null;
  readonly byName: string;
  readonly path: string | null;
  readonly line: number | null;
}

const FIELDS = `project, number, source, target, head, title, description, author_id AS authorId,
  author_name AS authorName, state, ended_by_id AS endedById, ended_by_name AS endedByName,
  merged_as AS mergedAs, created_at_ms AS createdAtMs, updated_at_ms AS updatedAtMs`;

/** The changes of this database. */
export function sqliteChanges({ prepare, read, write }: Connection): Changes {
  const get = prepare<Row>(`SELECT ${FIELDS} FROM changes WHERE project = ? AND number = ?`);
  const list = prepare<Row>(`
    SELECT ${FIELDS} FROM changes WHERE project = ?
    ORDER BY state <> 'open', number DESC LIMIT ?`);
  const findOpen = prepare<Row>(`
    SELECT ${FIELDS} FROM changes
    WHERE project = ? AND source = ? AND target = ? AND state = 'open'`);
  const next = prepare<{ number: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS number FROM changes WHERE project = ?',
  );
  const insert = prepare(`
    INSERT INTO changes (project, number, source, target, head, title, description, author_id,
      author_name, state, created_at_ms, updated_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)`);
  const setHead = prepare(`
    UPDATE changes SET head = ?, updated_at_ms = ?
    WHERE project = ? AND number = ? AND state = 'open'`);
  const setState = prepare(`
    UPDATE OR IGNORE changes
    SET state = ?, ended_by_id = ?, ended_by_name = ?, merged_as = coalesce(?, merged_as),
      updated_at_ms = ?
    WHERE project = ? AND number = ? AND state IN (SELECT value FROM json_each(?))`);
  const insertRemark = prepare(`
    INSERT INTO change_remarks
      (project, number, key, kind, by_id, by_name, text, at_sha, path, line, at_ms)
    SELECT project, number, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM changes
    WHERE project = ? AND number = ?
    ON CONFLICT (project, number, key) DO NOTHING`);
  const remarks = prepare<RemarkRow>(`
    SELECT key, kind, by_id AS byId, by_name AS byName, text, at_sha AS atSha, path, line,
      at_ms AS atMs
    FROM change_remarks WHERE project = ? AND number = ? ORDER BY id`);

  return {
    open: ({ project, source, target, head, title, description, author, createdAtMs }) =>
      write(() => {
        const known = findOpen.get(project, source, target);
        if (known) return { isNew: false, change: toChange(known) };
        const number = next.get(project)?.number ?? 1;
        const words = [source, target, head, title, description] as const;
        const by = [author.actorId ?? null, author.name] as const;
        insert.run(project, number, ...words, ...by, createdAtMs, createdAtMs);
        const change: StoredChange = {
          project,
          number,
          source,
          target,
          head,
          title,
          description,
          author,
          state: 'open',
          createdAtMs,
          updatedAtMs: createdAtMs,
        };
        return { isNew: true, change };
      }),
    get: (project, number) =>
      read(() => {
        const row = get.get(project, number);
        return row && toChange(row);
      }),
    list: (project, limit) => read(() => list.all(project, limit).map(toChange)),
    setHead: (project, number, head, atMs) =>
      write(() => {
        setHead.run(head, atMs, project, number);
      }),
    setState: (project, number, { from, to, by, mergedAs, atMs }) =>
      write(() => {
        const who = [by?.actorId ?? null, by?.name ?? null] as const;
        const states = JSON.stringify(from satisfies readonly ChangeState[]);
        const what = [to, ...who, mergedAs ?? null, atMs] as const;
        return setState.run(...what, project, number, states) === 1;
      }),
    addRemark: (project, number, { key, kind, by, text, atSha, path, line, atMs }) =>
      write(() => {
        const who = [by.actorId ?? null, by.name] as const;
        const where = [path ?? null, line ?? null, atMs, project, number] as const;
        return insertRemark.run(key, kind, ...who, text, atSha, ...where) === 1;
      }),
    remarks: (project, number) => read(() => remarks.all(project, number).map(toRemark)),
  };
}

function toParty(id: number | null, name: string): Party {
  return { name, ...unlessNull('actorId', id) };
}

function toChange({ authorId, authorName, endedById, endedByName, mergedAs, ...row }: Row) {
  const endedBy = endedByName === null ? null : toParty(endedById, endedByName);
  return {
    ...row,
    author: toParty(authorId, authorName),
    ...unlessNull('endedBy', endedBy),
    ...unlessNull('mergedAs', mergedAs),
  } satisfies StoredChange;
}

function toRemark({ byId, byName, path, line, ...row }: RemarkRow): StoredRemark {
  return {
    ...row,
    by: toParty(byId, byName),
    ...unlessNull('path', path),
    ...unlessNull('line', line),
  };
}
