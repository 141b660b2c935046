import { statSync } from 'node:fs';
import { backup, DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Fault } from '#kernel/fault.ts';
import { toFault } from './fault.ts';
import { groupCommit } from './group-commit.ts';

/** A prepared statement whose rows look like `Row`. */
interface Statement<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): readonly Row[];
  /** Returns how many rows it changed. */
  run(...values: SQLInputValue[]): number;
}

/** One open database. Whatever goes wrong in it rejects with `Fault('store-failed')`. */
export interface Connection {
  readonly prepare: <Row = never>(sql: string) => Statement<Row>;
  /** For one statement: it sees one state of the database. */
  readonly read: <Result>(work: () => Result) => Promise<Result>;
  /** All or nothing: resolves once it is on the disk, and leaves nothing behind when it fails. */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  /** The same a little later, together with others: for what nobody waits for. */
  readonly writeLater: <Result>(work: () => Result) => Promise<Result>;
  /** Copies the whole database to `file`, as it is at one moment; writes go on meanwhile. */
  readonly copyTo: (file: string) => Promise<void>;
  readonly close: () => void;
}

/** For another program that writes to the file to let go of it; nothing else happens meanwhile. */
const BUSY_TIMEOUT_MS = 1_000;

/** Opens `file` so that an answered write outlives a power cut. @throws {Fault} `store-failed` */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    // A file that may not be written opens all the same, for reading: better told now than later.
    database.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1; ROLLBACK');
    return database;
  } catch (error) {
    database?.close();
    throw toFault(error, file);
  }
}

/** The one way the repositories use `database`, which came from `file`. */
export function connect(database: DatabaseSync, file: string): Connection {
  const inode = inodeOf(file);
  const group = groupCommit(database, assertSameFile, { isInMemory: file === ':memory:' });

  function assertSameFile(): void {
    // Linux lets us write into a deleted file: everything would be gone after a restart.
    if (inodeOf(file) === inode) return;
    throw new Fault(
      'store-failed',
      `${file} was moved or deleted while in use; put it back, or restart CodeFoundry to begin anew`,
    );
  }

  function assertOpen(): void {
    if (!database.isOpen) throw new Fault('store-failed', 'the store is closed');
  }

  async function guarded<Result>(
    write: (work: () => Result) => Promise<Result>,
    work: () => Result,
  ): Promise<Result> {
    assertOpen();
    try {
      return await write(work);
    } catch (error) {
      throw toFault(error, file);
    }
  }

  return {
    prepare: (sql) => toStatement(database, sql),
    async read(work) {
      assertOpen();
      try {
        return work();
      } catch (error) {
        throw toFault(error, file);
      }
    },
    write: (work) => guarded(group.write, work),
    writeLater: (work) => guarded(group.writeLater, work),
    async copyTo(copy) {
      try {
        await backup(database, copy);
      } catch (error) {
        throw toFault(error, copy);
      }
    },
    close() {
      if (!database.isOpen) return;
      group.flush();
      database.close();
    },
  };
}

function toStatement<Row>(database: DatabaseSync, sql: string): Statement<Row> {
  const statement = database.prepare(sql);
  return {
    get: (...values) => statement.get(...values) as Row | undefined,
    all: (...values) => statement.all(...values) as Row[],
    run: (...values) => Number(statement.run(...values).changes),
  };
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
