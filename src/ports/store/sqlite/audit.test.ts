import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { auditContract } from '#ports/audit/contract.ts';
import type { Audit } from '#ports/audit/port.ts';
import { memoryStore } from '../memory.ts';
import { openAudit } from './audit-file.ts';
import { auditQuery } from './audit-query.ts';
import { sqliteStore } from './sqlite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'audit-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;
const newFile = () => path.join(root, `${(files += 1)}.db`);

auditContract('memory', async () => {
  const store = memoryStore();
  return {
    audit: store.audit,
    reopen: async () => store.audit,
    close: () => store.close(),
  };
});

auditContract('sqlite', async () => {
  const file = newFile();
  let store = sqliteStore(file);
  return {
    audit: store.audit,
    async reopen() {
      await store.close();
      store = sqliteStore(file);
      return store.audit;
    },
    close: () => store.close(),
  };
});

const fill = async (audit: Audit, count: number) => {
  for (let index = 1; index <= count; index += 1) {
    await audit.record({
      atMs: index,
      actor: { id: 7, name: 'Alice' },
      kind: 'command',
      command: `c${index}`,
      verdict: 'allowed',
    });
  }
};

/** A file with nine lines, then changed behind the store's back. */
async function tampered(sql: string, before?: (audit: Audit) => Promise<unknown>) {
  const file = newFile();
  const store = sqliteStore(file);
  await fill(store.audit, 9);
  await before?.(store.audit);
  await store.close();
  const database = new DatabaseSync(file);
  database.exec('DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_cut_at_the_front');
  database.exec(sql);
  database.close();
  const opened = openAudit(file);
  try {
    return await opened.audit.verify();
  } finally {
    opened.close();
  }
}

it.each([
  [`UPDATE audit SET body = replace(body, '"c4"', '"c5"') WHERE seq = 4`, 4, 'changed'],
  [`UPDATE audit SET hash = 'x' WHERE seq = 4`, 4, 'changed'],
  ['UPDATE audit SET body = (SELECT body FROM audit WHERE seq = 5) WHERE seq = 4', 4, 'changed'],
  [
    `UPDATE audit SET body = replace(body, '"command":', '"command":"x","command":') WHERE seq = 4`,
    4,
    'changed',
  ],
  [`UPDATE audit SET body = replace(body, ':', ': ') WHERE seq = 4`, 4, 'changed'],
  ['DELETE FROM audit WHERE seq = 4', 4, 'missing'],
  ['DELETE FROM audit WHERE seq > 7', 8, 'shortened'],
  [
    `DELETE FROM audit WHERE seq > 7; UPDATE audit_ends
     SET head_seq = 7, head_hash = 'x'`,
    7,
    'shortened',
  ],
  [
    `UPDATE audit_ends SET anchor_seq = 3, anchor_hash = (SELECT hash FROM audit WHERE seq = 3);
     DELETE FROM audit WHERE seq <= 3`,
    3,
    'bad-anchor',
  ],
])('finds what was done to the file by %s', async (sql, seq, why) => {
  expect(await tampered(sql)).toEqual({ kind: 'broken', brokenAt: { seq, why } });
});

it('finds a line that is missing behind a cut', async () => {
  const cut = (audit: Audit) => audit.cut(4, 20);
  expect(await tampered('SELECT 1', cut)).toMatchObject({ kind: 'whole', anchor: { seq: 3 } });
  const found = await tampered('DELETE FROM audit WHERE seq = 4', cut);
  expect(found).toEqual({ kind: 'broken', brokenAt: { seq: 4, why: 'missing' } });
});

it('lets no statement of ours change a line or remove one that is not at the front', async () => {
  const file = newFile();
  const store = sqliteStore(file);
  await fill(store.audit, 3);
  await store.close();
  const database = new DatabaseSync(file);
  expect(() => database.exec(`UPDATE audit SET hash = ''`)).toThrow('only grows');
  expect(() => database.exec('DELETE FROM audit WHERE seq = 2')).toThrow('at the front only');
  database.close();
});

it('reads the record of a bot that works, and of an older version says that there is none', async () => {
  const file = newFile();
  const store = sqliteStore(file);
  await fill(store.audit, 3);
  const opened = openAudit(file);
  expect(await opened.audit.verify()).toMatchObject({ kind: 'whole', lines: 3 });
  opened.close();
  await store.close();
  const old = newFile();
  new DatabaseSync(old).exec('CREATE TABLE other (one INTEGER)');
  expect(() => openAudit(old)).toThrow('no audit record');
});

it('says what is wrong with a record that was hashed anew with a cut that says nothing', async () => {
  const file = newFile();
  const store = sqliteStore(file);
  await fill(store.audit, 3);
  // As somebody writes who can write to the file: chained well, and no cut at all.
  for (const after of [undefined, null, 'x', { seq: 'x' }])
    await store.audit.record({
      atMs: 9,
      actor: { id: 0, name: '' },
      kind: 'record',
      command: 'audit',
      verdict: 'cut',
      ...(after === undefined ? {} : { after }),
    });
  await store.close();
  const database = new DatabaseSync(file);
  database.exec(`DROP TRIGGER audit_is_cut_at_the_front;
    UPDATE audit_ends SET anchor_seq = 2, anchor_hash = (SELECT hash FROM audit WHERE seq = 2);
    DELETE FROM audit WHERE seq <= 2`);
  database.close();
  const opened = openAudit(file);
  const found = await opened.audit.verify();
  opened.close();
  expect(found).toEqual({ kind: 'broken', brokenAt: { seq: 2, why: 'bad-anchor' } });
});

it.each([
  [{ actorId: 7 }, 'audit_by_actor'],
  [{ project: 'shop', verdict: 'refused' }, 'audit_by_project'],
  [{ command: 'deploy', fromMs: 1, toMs: 2, beforeSeq: 9 }, 'audit_by_command'],
] as const)('finds %j by an index', async (filter, index) => {
  const file = newFile();
  await sqliteStore(file).close();
  const database = new DatabaseSync(file);
  const { sql, values } = auditQuery({ ...filter, limit: 9 });
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  database.close();
  expect(plan.map(({ detail }) => String(detail)).join()).toMatch(new RegExp(`^SEARCH .*${index}`));
});
