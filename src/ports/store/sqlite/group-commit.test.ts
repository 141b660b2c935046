import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GroupCommit, groupCommit } from './group-commit.ts';

let database: DatabaseSync;
let transactions: number;
let check: () => void;
let group: GroupCommit;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (n UNIQUE)');
  transactions = 0;
  check = () => (transactions += 1);
  group = groupCommit(database, () => check());
});
afterEach(() => database.close());

const insert = (n: number) => group.write(() => database.exec(`INSERT INTO t VALUES (${n})`));
const rows = () =>
  database
    .prepare('SELECT n FROM t')
    .all()
    .map(({ n }) => n);

it('takes writes that come together to the disk together, in their order', async () => {
  await Promise.all([insert(1), insert(2), insert(3)]);
  await insert(4);

  expect(rows()).toEqual([1, 2, 3, 4]);
  expect(transactions).toBe(2);
});

it('lets a write that fails undo itself alone', async () => {
  const both = () => {
    database.exec('INSERT INTO t VALUES (9)');
    database.exec('INSERT INTO t VALUES (1)');
  };
  const settled = await Promise.allSettled([insert(1), insert(1), insert(2), group.write(both)]);

  expect(settled.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
  ]);
  expect(rows()).toEqual([1, 2]);
});

it('answers nobody before all is on the disk, and everybody when it cannot be', async () => {
  check = () => {
    throw new Error('the file is gone');
  };
  const settled = await Promise.allSettled([insert(1), insert(2)]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(rows()).toEqual([]);

  check = () => undefined;
  await insert(3);
  expect(rows()).toEqual([3]);
});

it('fails a whole group that the database itself gave up', async () => {
  const settled = await Promise.allSettled([
    insert(1),
    group.write(() => {
      database.exec('ROLLBACK');
      throw new Error('the disk is full');
    }),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(rows()).toEqual([]);
});

it('does at once what waits when it is told to', async () => {
  const written = insert(1);
  group.flush();
  expect(rows()).toEqual([1]);
  await written;
});

it('lets what nobody waits for go with what somebody waits for, and by itself in the end', async () => {
  const late = group.writeLater(() => database.exec('INSERT INTO t VALUES (1)'));
  await insert(2);
  await late;
  expect(transactions).toBe(1);

  await group.writeLater(() => database.exec('INSERT INTO t VALUES (3)'));
  expect(rows()).toEqual([1, 2, 3]);
});
